import { View } from "../parts/View.js";

export function RecordingView() {
  return (
    <View title="Data" lead="" controls={null}>
      <p />
    </View>
  );
}
