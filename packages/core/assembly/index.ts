export { addGram, addMultiple, addProduct, addProductTransposed, dot, rowsTimesMatrix } from "./products";
export { cholesky, invertLower, solveLower, solveLowerTransposed } from "./cholesky";
export { tridiagonalise } from "./tridiagonal";
export { advance, multiplyAll, readAll } from "./network";
export { cos, exp, expm1, log, log1p, pow, sin } from "./functions";
export { fillNormals, nextUniform, seedRandom } from "./random";

/** Where free memory begins: below it lie the module's own constants. */
export function firstFreeByte(): usize {
  return __heap_base;
}
