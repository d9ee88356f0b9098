import { expose } from "comlink";
import { fittingSession } from "./fittingSession.js";

// Each message waits for the one before it only where that one does: see the turns in `findings`.
expose(fittingSession());
