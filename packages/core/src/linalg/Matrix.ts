/** A dense matrix: `rows × columns`, row-major float64. A plain value; functions beside it do the work. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** length `rows * columns`; entry (i, j) is at `i * columns + j` */
  readonly data: Float64Array;
}

/** A matrix over `data` (not copied), or of zeros. Throws a RangeError where the length does not fit. */
export function matrix(rows: number, columns: number, data?: ArrayLike<number>): Matrix {
  const values =
    data === undefined
      ? new Float64Array(rows * columns)
      : data instanceof Float64Array
        ? data
        : Float64Array.from(data);
  if (values.length !== rows * columns) {
    throw new RangeError(`invalid matrix: ${values.length} values for ${rows} × ${columns}`);
  }
  return { rows, columns, data: values };
}

export function copyMatrix(a: Matrix): Matrix {
  return { rows: a.rows, columns: a.columns, data: a.data.slice() };
}

export function transpose(a: Matrix): Matrix {
  const t = new Float64Array(a.data.length);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) t[j * a.rows + i] = a.data[i * a.columns + j];
  }
  return { rows: a.columns, columns: a.rows, data: t };
}
