import { paletteStyles } from "@lagwise/report";
import { createRoot } from "react-dom/client";
import { App } from "./App.js";
import "./styles.css";

const palette = document.createElement("style");
palette.textContent = paletteStyles(":root");
document.head.prepend(palette);

const place = document.getElementById("lab");
if (place !== null) createRoot(place).render(<App />);
