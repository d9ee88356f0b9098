import { View } from "../parts/View.js";

export function TrainingView() {
  return (
    <View title="Training" lead="" controls={null}>
      <p />
    </View>
  );
}
