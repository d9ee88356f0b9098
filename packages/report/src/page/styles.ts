import { paletteStyles } from "../charts/palette.js";

/** The page's style sheet: one column of text, charts as wide as it, one accent colour, the system's fonts. */
export const styles = `${paletteStyles(":root")}
:root{color-scheme:light dark}
@media print{:root{color-scheme:light}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--lw-paper);color:var(--lw-ink);font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header,main,footer{max-width:760px;margin:0 auto;padding:0 20px}
header{padding-top:clamp(32px,7vw,80px)}
main{padding-bottom:40px}
h1,h2,h3{line-height:1.22;text-wrap:balance;overflow-wrap:anywhere;letter-spacing:-.012em}
h1{font-size:clamp(1.75rem,1.3rem + 2.2vw,2.6rem);font-weight:680;margin:0 0 .5em}
h2{font-size:1.5rem;font-weight:650;margin:0 0 .6em}
h3{font-size:1.02rem;font-weight:650;margin:0 0 .15em;letter-spacing:0}
p{margin:0 0 1em;max-width:66ch;text-wrap:pretty}
.lead{font-size:1.2rem;line-height:1.5}
.meta,figcaption p,.downloads,footer,.note{color:var(--lw-muted);font-size:.88rem;line-height:1.5}
.eyebrow{color:var(--lw-muted);font-size:.88rem;margin:0 0 .6em}
section{border-top:1px solid var(--lw-grid);margin-top:52px;padding-top:36px}
a{color:var(--lw-accent);text-decoration-thickness:1px;text-underline-offset:.18em}
:focus-visible{outline:2.5px solid var(--lw-accent);outline-offset:3px;border-radius:2px}
.skip{position:absolute;left:-999px;top:0;background:var(--lw-paper);padding:10px 16px;z-index:1}
.skip:focus{left:8px;top:8px}
figure{margin:36px 0}
figcaption{margin-bottom:10px}
figcaption p{margin:0;max-width:70ch}
.wide svg,.narrow svg{overflow:visible}
.narrow{display:none}
.downloads{margin:6px 0 0;display:flex;gap:18px}
.downloads a,.downloads button{color:var(--lw-muted);font:inherit;background:none;border:0;padding:2px 0;text-decoration:underline;text-decoration-color:var(--lw-pale);text-decoration-thickness:1px;text-underline-offset:.18em;cursor:pointer}
.downloads a:hover,.downloads button:hover{color:var(--lw-accent)}
.downloads [hidden]{display:none}
.scroll{overflow-x:auto;margin:0 0 1.4em}
table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.45;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--lw-muted);font-size:.88rem;padding-bottom:6px}
th,td{text-align:left;vertical-align:top;padding:8px 14px 8px 0;border-bottom:1px solid var(--lw-grid);font-weight:400}
thead th{color:var(--lw-muted);font-size:.85rem;border-bottom-color:var(--lw-pale)}
.num{text-align:right;white-space:nowrap}
td:last-child,th:last-child{padding-right:0}
.verdict{white-space:nowrap;font-weight:650}
.fails{color:var(--lw-accent)}
.formula{overflow-x:auto;overflow-y:hidden;padding:4px 0 12px;font-size:1.08rem}
math{font-family:"STIX Two Math","Cambria Math","Latin Modern Math",math,serif}
.katex-display,.formula math{display:block;text-align:left;margin:0}
.formula math[display=block]{width:max-content}
code,pre,kbd{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
pre{overflow-x:auto;margin:0 0 1.2em;padding:10px 14px;background:color-mix(in srgb,var(--lw-grid) 45%,transparent);border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
code{overflow-wrap:anywhere}
.names{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 22px;margin:0 0 1.4em;font-size:.92rem;font-variant-numeric:tabular-nums}
dt{color:var(--lw-muted)}
dd{margin:0;overflow-wrap:anywhere}
footer{padding-bottom:64px}
footer h2{border-top:1px solid var(--lw-grid);padding-top:28px;font-size:1.05rem;color:var(--lw-ink)}
@media screen and (max-width:640px){body{font-size:16px}.wide{display:none}.narrow{display:block}section{margin-top:40px;padding-top:28px}.claims thead,.checks thead{position:absolute;left:-9999px}.checks tr{display:grid;grid-template-columns:5.5em 1fr auto;padding:9px 0;border-bottom:1px solid var(--lw-grid)}.checks th,.checks td{border:0;padding:1px 0;text-align:left}.checks th{grid-column:1/-1}.claims tr{display:block;padding:12px 0;border-bottom:1px solid var(--lw-grid)}.claims td,.claims th{display:block;border:0;padding:1px 0}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:10px}}
@media screen and (min-width:1800px){body{font-size:21px}header,main,footer{max-width:980px}.wide svg{width:100%;max-width:none!important}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){svg{forced-color-adjust:none;background:Canvas;color:CanvasText}}
@page{size:A4;margin:18mm 16mm}
@media print{:root{--lw-paper:#fff}body{font-size:10.5pt}header,main,footer{max-width:none;padding:0}header{padding-top:0}figure,tr,.formula,pre{break-inside:avoid}h2,h3,figcaption,thead{break-after:avoid}.downloads,.skip{display:none}section{margin-top:26px;padding-top:20px}figure{margin:20px 0}.wide svg{width:100%}a{color:inherit}.scroll{overflow:visible}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

/** Saves the chart that is shown as a file of its own; the button appears only where scripts run. */
export const script = `
for (const button of document.querySelectorAll("button[data-picture]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const charts = [...button.closest("figure").querySelectorAll("svg.lw-chart[role=img]")];
    const shown = charts.find((chart) => chart.getBoundingClientRect().width > 0);
    const copy = shown.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = document.getElementById("chart-styles").textContent;
    copy.prepend(style);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([copy.outerHTML], { type: "image/svg+xml" }));
    link.download = button.dataset.picture + ".svg";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
`;
