import { View } from "../parts/View.js";

export function ReproductionView() {
  return (
    <View title="Reproduction" lead="" controls={null}>
      <p />
    </View>
  );
}
