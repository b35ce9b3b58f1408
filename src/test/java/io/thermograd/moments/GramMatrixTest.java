package io.thermograd.moments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GramMatrixTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "1, 5", "50, 64", "64, 256", "7, 6", "5, 7"})
  void normEqualsThatOfTheMatrixProduct(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(rows * 1000L + columns);
    double[][] byColumns = new double[columns][rows];
    for (double[] column : byColumns) {
      for (int i = 0; i < rows; i++) {
        column[i] = random.nextGaussian();
      }
    }
    RealMatrix transposed = MatrixUtils.createRealMatrix(byColumns);
    double norm = transposed.transposeMultiply(transposed).getFrobeniusNorm();
    assertEquals(norm * norm, GramMatrix.squaredFrobenius(byColumns), 1e-13 * norm * norm);
  }
}
