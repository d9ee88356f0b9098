import picocolors from "picocolors";

/** Colours for what goes to stdout. */
export const colours = coloursFor(process.stdout);
/** Colours for what goes to stderr. */
export const errorColours = coloursFor(process.stderr);

/**
 * Colours on a terminal alone: a pipe, a file and a build server's log get plain text, as does whoever says
 * --no-color or NO_COLOR. FORCE_COLOR asks for them anywhere.
 */
function coloursFor(stream: { readonly isTTY?: boolean }): ReturnType<typeof picocolors.createColors> {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const unwanted = Boolean(NO_COLOR) || process.argv.includes("--no-color");
  return picocolors.createColors(
    !unwanted && (Boolean(FORCE_COLOR) || (stream.isTTY === true && TERM !== "dumb")),
  );
}
