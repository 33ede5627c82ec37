/** @file Exact GELU, x * cumulative(x), and its derivative, in WGSL. */

/**
 * Declares gelu4 and geluGradient4. `cumulative4` is the normal distribution's cumulative function. It is computed from
 * erfc with a relative error of 1.2e-7 everywhere (Press et al., Numerical Recipes, section 6.2), because 1 + erf(x)
 * would cancel for negative x. GELU' is cumulative(x) + x * density(x).
 */
export const GELU_FUNCTIONS = `
fn cumulative4(x: vec4f) -> vec4f {
  let z = abs(x) * 0.70710678118;
  let t = 1.0 / (1.0 + 0.5 * z);
  var exponent = vec4f(0.17087277);
  exponent = exponent * t - 0.82215223;
  exponent = exponent * t + 1.48851587;
  exponent = exponent * t - 1.13520398;
  exponent = exponent * t + 0.27886807;
  exponent = exponent * t - 0.18628806;
  exponent = exponent * t + 0.09678418;
  exponent = exponent * t + 0.37409196;
  exponent = exponent * t + 1.00002368;
  exponent = exponent * t - 1.26551223;
  let tail = 0.5 * t * exp(exponent - z * z);
  return select(tail, 1.0 - tail, x > vec4f(0.0));
}
fn gelu4(x: vec4f) -> vec4f { return x * cumulative4(x); }
fn geluGradient4(x: vec4f) -> vec4f {
  return cumulative4(x) + x * 0.3989422804 * exp(-0.5 * x * x);
}`;
