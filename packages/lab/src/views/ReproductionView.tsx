import { claims } from "@lagwise/experiments";
import { useEffect } from "react";
import { View } from "../parts/View.js";
import { useSettings } from "../state/lab.js";
import { loadShipped, resultKey, useClaims } from "../work/claimsStore.js";
import { ReproductionClaim } from "./ReproductionClaim.js";
import { ReproductionControls } from "./ReproductionControls.js";
import "./reproduction.css";

export function ReproductionView() {
  const { claim: id, effort, seed } = useSettings("reproduction");
  const { found, ready } = useClaims();
  useEffect(() => {
    void loadShipped();
  }, []);
  const place = claims.findIndex((one) => one.id === id);
  return (
    <View
      title="Does it hold? Six claims, put to the test"
      lead={
        <>
          What the paper <cite>Implicit Bias of Linear RNNs</cite> states, each claim with an experiment whose
          criterion was settled beforehand. Choose a claim, look at its evidence, and run it again here.
        </>
      }
      controls={<ReproductionControls />}
    >
      <ReproductionClaim
        key={id}
        claim={claims[place]}
        next={claims[place + 1]}
        found={found[resultKey({ id, effort, seed })]}
        ready={ready}
      />
    </View>
  );
}
