package io.thermograd.trace.spark.source;

import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The records of some files as a table: its columns and how it is scanned. */
public final class RecordTable implements SupportsRead {
  public static final String PATH = "path";
  public static final String POSITION = "position";
  public static final String BYTES = "bytes";
  public static final String FAULT = "fault";
  public static final String DETAIL = "detail";

  public static final StructType SCHEMA =
      new StructType()
          .add(PATH, DataTypes.StringType, false)
          .add(POSITION, DataTypes.LongType, false)
          .add(BYTES, DataTypes.BinaryType, true)
          .add(FAULT, DataTypes.StringType, true)
          .add(DETAIL, DataTypes.StringType, true);

  private final RecordScan scan;

  RecordTable(RecordScan scan) {
    this.scan = scan;
  }

  @Override
  public String name() {
    return scan.description();
  }

  @Override
  public Column[] columns() {
    return Arrays.stream(SCHEMA.fields())
        .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
        .toArray(Column[]::new);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () -> scan;
  }
}
