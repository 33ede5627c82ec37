/** @file GELU in WGSL, exact: x times the normal distribution's cumulative function (Hendrycks & Gimpel 2016). */

/**
 * `gelu4(x)` and `geluGradient4(x)`. The cumulative function comes through erfc with a relative error of
 * 1.2e-7 everywhere (Press et al., Numerical Recipes, section 6.2), because 1 + erf(x) would cancel for
 * negative x.
 */
export const GELU_FUNCTIONS = `
const COEFFICIENTS = array<f32, 10>(-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806,
  0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277);
fn cumulative4(x: vec4f) -> vec4f {
  let z = abs(x) * 0.70710678118;
  let t = 1.0 / (1.0 + 0.5 * z);
  var exponent = vec4f(COEFFICIENTS[9]);
  exponent = exponent * t + COEFFICIENTS[8];
  exponent = exponent * t + COEFFICIENTS[7];
  exponent = exponent * t + COEFFICIENTS[6];
  exponent = exponent * t + COEFFICIENTS[5];
  exponent = exponent * t + COEFFICIENTS[4];
  exponent = exponent * t + COEFFICIENTS[3];
  exponent = exponent * t + COEFFICIENTS[2];
  exponent = exponent * t + COEFFICIENTS[1];
  exponent = exponent * t + COEFFICIENTS[0];
  let tail = 0.5 * t * exp(exponent - z * z);
  return select(tail, 1.0 - tail, x > vec4f(0.0));
}
fn gelu4(x: vec4f) -> vec4f { return x * cumulative4(x); }
fn geluGradient4(x: vec4f) -> vec4f { return cumulative4(x) + x * (0.3989422804 * exp(-0.5 * x * x)); }`;
