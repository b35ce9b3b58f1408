package io.thermograd.simulate.spark;

import io.thermograd.simulate.SgdRun;
import io.thermograd.simulate.SimulatedCohort;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What is known of each layer of simulated runs. */
final class SimulatedTruthTable {
  static final StructType SCHEMA =
      new StructType()
          .add("run", DataTypes.StringType, false)
          .add("layer", DataTypes.StringType, false)
          .add("steps", DataTypes.LongType, false)
          .add("n_params", DataTypes.LongType, false)
          .add("lr", DataTypes.DoubleType, false)
          .add("batch_size", DataTypes.IntegerType, false)
          .add("curvature", DataTypes.DoubleType, false)
          .add("grad_variance", DataTypes.DoubleType, false)
          .add("beta", DataTypes.DoubleType, false);

  private SimulatedTruthTable() {}

  static Iterator<Row> rows(SimulatedCohort cohort, int run) {
    SgdRun law = cohort.law(run);
    return IntStream.range(0, law.layers().size())
        .mapToObj(
            layer ->
                RowFactory.create(
                    cohort.name(run),
                    law.layers().get(layer).name(),
                    cohort.steps(run),
                    (long) law.layers().get(layer).parameters(),
                    law.lr(),
                    cohort.batchSize(run),
                    law.layers().get(layer).curvature(),
                    law.gradTrace(),
                    law.beta(layer)))
        .iterator();
  }
}
