package io.thermograd.trace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitPlanTest {
  private static InputFile file(String path, long length) {
    return new InputFile(path, length, 0, 128);
  }

  @Test
  void aPlainFileIsSplitAndItsRangesTouch() {
    assertThat(new SplitPlan(100, 0, 1).partitions(List.of(file("a", 250)), FileCut.SPLIT))
        .containsExactly(
            List.of(new FileSplit("a", 0, 100)),
            List.of(new FileSplit("a", 100, 200)),
            List.of(new FileSplit("a", 200, 250)));
  }

  @Test
  void aCompressedFileIsNeverSplit() {
    assertThat(
            new SplitPlan(100, 0, 1)
                .partitions(List.of(file("a.gz", 250), file("b.BZ2", 300)), FileCut.SPLIT))
        .containsExactly(
            List.of(new FileSplit("b.BZ2", 0, FileSplit.WHOLE)),
            List.of(new FileSplit("a.gz", 0, FileSplit.WHOLE)));
  }

  @Test
  void smallFilesAreSharedEvenlyWithTheirOpenCosts() {
    List<InputFile> files = List.of(file("a", 10), file("b", 30), file("c", 20), file("d", 5));
    assertThat(new SplitPlan(99, 20, 1).partitions(files, FileCut.SPLIT))
        .containsExactly(
            List.of(new FileSplit("b", 0, 30), new FileSplit("d", 0, 5)),
            List.of(new FileSplit("a", 0, 10), new FileSplit("c", 0, 20)));
  }

  @Test
  void largeCompressedFilesGoToDifferentPartitions() {
    List<InputFile> files =
        List.of(
            file("a.gz", 90), file("b.gz", 80), file("c.gz", 10), file("d.gz", 9), file("e.gz", 1));
    List<List<FileSplit>> partitions = new SplitPlan(1000, 100, 2).partitions(files, FileCut.SPLIT);
    assertThat(partitions).hasSize(2);
    assertThat(partitions)
        .noneMatch(
            partition ->
                partition.stream()
                    .map(FileSplit::path)
                    .toList()
                    .containsAll(List.of("a.gz", "b.gz")));
  }

  @Test
  void splitsOfOneFileStandInFileOrderInAPartition() {
    List<List<FileSplit>> partitions =
        new SplitPlan(1000, 0, 1)
            .partitions(List.of(file("a", 2500), file("b", 300)), FileCut.SPLIT);
    assertThat(partitions.get(partitions.size() - 1))
        .containsExactly(new FileSplit("a", 2000, 2500), new FileSplit("b", 0, 300));
  }

  @Test
  void fewBytesAreSharedAmongTheCores() {
    assertThat(new SplitPlan(1000, 10, 4).partitions(List.of(file("a", 390)), FileCut.SPLIT))
        .hasSize(4);
  }

  @Test
  void emptyFilesAndNoFilesMakeNoPartition() {
    assertThat(new SplitPlan(100, 10, 2).partitions(List.of(file("a", 0)), FileCut.SPLIT))
        .isEmpty();
    assertThat(new SplitPlan(100, 10, 2).partitions(List.of(), FileCut.SPLIT)).isEmpty();
  }
}
