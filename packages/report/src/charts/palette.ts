// One accent colour and greys; an ordered ramp of neighbouring hues, ever darker, for nu_W and width. All are CSS
// variables, so that one SVG serves light, dark and print; what stands after the comma is for an SVG on its own.

const light = {
  "--lw-paper": "#fdfdfc",
  "--lw-ink": "#1c2126",
  "--lw-muted": "#5b646d",
  "--lw-pale": "#8d969d",
  "--lw-grid": "#e4e7e9",
  "--lw-accent": "#a63f17",
  "--lw-s1": "#ab5a05",
  "--lw-s2": "#b02a45",
  "--lw-s3": "#742a86",
  "--lw-s4": "#2c2c7c",
} as const;

const dark: Record<keyof typeof light, string> = {
  "--lw-paper": "#15181b",
  "--lw-ink": "#e8eaec",
  "--lw-muted": "#a2abb3",
  "--lw-pale": "#6a747d",
  "--lw-grid": "#2a2f34",
  "--lw-accent": "#f09a6c",
  "--lw-s1": "#f7d070",
  "--lw-s2": "#f29b72",
  "--lw-s3": "#cd7bc8",
  "--lw-s4": "#7d8df0",
};

/** What the charts' colours are called and what they are, for contrast checks and for pages of one's own. */
export const palettes = { light, dark };

/** What the network is drawn in, and whatever a chart is about. */
export const accent = colour("--lw-accent");
/** The prediction, the limit, what something is compared with. */
export const pale = colour("--lw-pale");
export const muted = colour("--lw-muted");
export const grid = colour("--lw-grid");
export const paper = colour("--lw-paper");
export const ink = "currentColor";

/** The colour of series k of n in an order, from the lightest to the darkest. */
export function ramp(k: number, n: number): string {
  const steps = ["--lw-s1", "--lw-s2", "--lw-s3", "--lw-s4"] as const;
  if (n <= 1) return accent;
  return colour(steps[Math.min(3, Math.round((k * 3) / (n - 1)))]);
}

/** The rules that give the variables their values under a selector, for light and dark and for print. */
export function paletteStyles(selector: string): string {
  const rules = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([name, value]) => `${name}:${value}`)
      .join(";");
  return (
    `${selector}{${rules(light)}}` +
    `@media screen and (prefers-color-scheme:dark){${selector}{${rules(dark)}}}`
  );
}

function colour(name: keyof typeof light): string {
  return `var(${name},${light[name]})`;
}
