/**
 * E‖Q_j‖² / (n nu_F nu_W^j) at width n, in excess of the limit 1: what a recurrence of finite width adds.
 *
 * For complex Gaussian W (variance 1), Gaussian integration by parts gives
 *   E|tr W^(j+1)|² = (j+1) E tr(W^j W*^j),
 * and with the known E|tr W^m|² = ((n+m)!/(n−1)! − n!/(n−m−1)!)/(m+1), in powers of n:
 *   E tr(W^j W*^j) / n^(j+1) = n (∏_(i=0..j+1) (1 + i/n) − ∏_(i=0..j+1) (1 − i/n)) / ((j+1)(j+2)),
 * which tends to sinh(x)/x with x = (j+1)(j+2)/2n.
 *
 * For real W, E tr(W^j Wᵀ^j) is a sum over pairings of 2j edges on two directed paths with common ends, n to the power
 * of the vertices that are left when paired edges are glued, head to head. Pairings of an edge of one path with one of
 * the other are the complex case. Those within a path come in addition: to order n^(−2) they are a
 * segment of length b walked twice by one path where the other walks another of length b twice (see `realPairings`).
 */
export function stateEnergy(width: number, lag: number): number {
  return complexEnergy(width, lag) + realPairings(lag) / (width * width);
}

/** The complex case, exact for every width and lag. */
export function complexEnergy(width: number, lag: number): number {
  let [above, below] = [1, 1];
  for (let i = 0; i <= lag + 1; i++) {
    above *= 1 + i / width;
    below *= Math.max(0, 1 - i / width);
  }
  return (width * (above - below)) / ((lag + 1) * (lag + 2));
}

/**
 * How many pairings of order n^(−2) the real case has beyond the complex. With |B| = |F| = b ≥ 1, the two paths are
 *   A B C B D and A F C F D        with |A| + |C| + |D| = j − 2b, C from the segments' end back to their start,
 *   A BB C E and A C FF E          with |A| + |C| + |E| = j − 2b, |C| ≥ 1, loops at C's two ends,
 * the last one also with the paths exchanged: (m+2 over 2) + 2 (m+1 over 2) for m = j − 2b, in all about j³/4.
 */
export function realPairings(lag: number): number {
  let count = 0;
  for (let m = lag - 2; m >= 0; m -= 2) count += ((m + 2) * (m + 1)) / 2 + (m + 1) * m;
  return count;
}
