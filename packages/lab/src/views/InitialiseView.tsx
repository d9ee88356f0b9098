import { View } from "../parts/View.js";

export function InitialiseView() {
  return (
    <View title="Initialise" lead="" controls={null}>
      <p />
    </View>
  );
}
