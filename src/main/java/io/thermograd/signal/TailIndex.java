package io.thermograd.signal;

import java.util.Arrays;
import org.hipparchus.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * Hill's estimate of how heavy a tail is.
 *
 * <p><b>Definition.</b> α in P(X &gt; x) ~ x^(−α) for large x.
 *
 * <p><b>Estimator.</b> k over the sum of ln(X_(i)/X_(k+1)) over the k = ⌊√n⌋ largest values.
 *
 * <p><b>Bias.</b> A tail that isn't a power gives a finite α that grows with n: for Gaussian noise
 * a large α, which is all that it says.
 *
 * <p><b>Shape and units.</b> α without unit; α ≤ 2 means that no variance exists.
 *
 * <p><b>Numerics.</b> One sort.
 *
 * <p><b>Edge cases.</b> Under {@value #LEAST_VALUES} positive values, or k largest that are all the
 * same: null.
 *
 * <p><b>Errors.</b> α/√k.
 *
 * <p><b>Reference.</b> Hill 1975, Ann. Stat. 3:1163; Simsekli et al. 2019 (tails of SGD noise).
 *
 * @param alpha the index
 * @param standardError its s.e.
 * @param largest k
 */
public record TailIndex(double alpha, double standardError, int largest) {
  /** Fewer values have no tail worth a number: k would be under 7. */
  public static final int LEAST_VALUES = 50;

  /** The index of the upper tail of positive values; others are left out. */
  public static @Nullable TailIndex of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> v > 0).sorted().toArray();
    int n = sorted.length;
    if (n < LEAST_VALUES) {
      return null;
    }
    int k = (int) FastMath.sqrt(n);
    double threshold = FastMath.log(sorted[n - 1 - k]);
    double sum = 0;
    for (int i = n - k; i < n; i++) {
      sum += FastMath.log(sorted[i]) - threshold;
    }
    if (sum <= 0) {
      return null;
    }
    double alpha = k / sum;
    return new TailIndex(alpha, alpha / FastMath.sqrt(k), k);
  }
}
