// The elementary functions, compiled into this module: an engine's own Math may differ from another's in the last place.

export function exp(x: f64): f64 {
  return Math.exp(x);
}

export function expm1(x: f64): f64 {
  return Math.expm1(x);
}

export function log(x: f64): f64 {
  return Math.log(x);
}

export function log1p(x: f64): f64 {
  return Math.log1p(x);
}

export function pow(x: f64, y: f64): f64 {
  return Math.pow(x, y);
}

export function sin(x: f64): f64 {
  return Math.sin(x);
}

export function cos(x: f64): f64 {
  return Math.cos(x);
}
