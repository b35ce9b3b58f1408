package io.thermograd.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Logs whose names and encodings are as odd as a user's may be, in every format, and what must
 * become of them: a folder {@code in}, and a declaration {@code job.yaml} beside it.
 */
public final class HostileLogs {
  /** Records of each run. */
  public static final int STEPS = 10;

  /** What a run and its layer may be called. */
  private static final List<String> NAMES =
      List.of(
          "../../up",
          "..",
          "/etc/passwd",
          "it's a \"quote\"",
          "new\nline\r\nand\rreturn",
          "</script><script>alert(1)</script>",
          "<img src=x onerror=alert(2)>",
          "\uD83D\uDC69\u200D\uD83D\uDE80 \uD83D\uDE00",
          "\u001b[31mred\u001b]0;title\u0007\u009b2J",
          "\u202Eexe.gpj\u2066",
          "=HYPERLINK(\"http://x\",1)",
          "100%41+ +",
          "a*b?[c]{d}(e)^$|\\",
          "host:8080",
          "nul\u0000l",
          " padded ",
          "x\uD83D\uDE00/\"".repeat(1500));

  private static final MessageType ROW =
      MessageTypeParser.parseMessageType(
          "message row { required binary run (STRING); required binary layer (STRING);"
              + " required int32 epoch; required int64 step; required double loss;"
              + " required binary grad; }");

  private final Path folder;
  private final TreeMap<String, Long> used = new TreeMap<>();
  private final TreeMap<String, Map<String, Long>> rejected = new TreeMap<>();

  private HostileLogs(Path folder) {
    this.folder = folder;
  }

  /** Writes everything into {@code folder}. */
  public static HostileLogs written(Path folder) throws IOException {
    HostileLogs logs = new HostileLogs(folder);
    logs.writeNamesInRecords();
    logs.writeNamesOfFiles();
    logs.writeEncodings();
    logs.linkWhatIsNoFile();
    Files.writeString(
        folder.resolve("job.yaml"),
        """
        job: analyze
        input:
          - {path: in/jsonl, format: jsonl}
          - {path: in/csv, format: csv}
          - {path: in/parquet, format: parquet}
          - {path: in/named, format: jsonl, tags: auto}
          - {path: in/json, format: json}
          - {path: in/tensorboard, format: tensorboard}
          - {path: in/mlflow, format: mlflow}
          - {path: in/trainer_state, format: trainer_state}
        output: {path: out, export: csv}
        report: {tensorboard: true}
        quarantine: {max_share: 1}
        """);
    return logs;
  }

  /** How many records of each run are used. */
  public Map<String, Long> used() {
    return used;
  }

  /** How many records of each file are rejected, by reason. */
  public Map<String, Map<String, Long>> rejected() {
    return rejected;
  }

  private void expect(String run, long records) {
    used.merge(run, records, Long::sum);
  }

  private void reject(String file, String reason, long records) {
    rejected.computeIfAbsent(file, f -> new TreeMap<>()).merge(reason, records, Long::sum);
  }

  private void put(String name, byte[] content) throws IOException {
    Path file = folder.resolve("in").resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, content);
  }

  private void put(String name, String content) throws IOException {
    put(name, content.getBytes(UTF_8));
  }

  private static List<TraceRow> rows(String run, String layer) {
    return IntStream.range(0, STEPS)
        .mapToObj(
            i ->
                new TraceRow(
                    run, layer, 2 * i / STEPS, i, loss(i), null, 4, 0.1, new float[] {1, i % 3, i}))
        .toList();
  }

  private static double loss(int step) {
    return 1.0 / (1 + step);
  }

  private static String lines(Function<Integer, String> line) {
    return IntStream.range(0, STEPS)
        .mapToObj(i -> line.apply(i) + "\n")
        .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    String json = TraceRow.gradient(text, 0, 0, 0).json();
    return json.substring("{\"run\":".length(), json.indexOf(",\"layer\""));
  }

  private void writeNamesInRecords() throws IOException {
    List<TraceRow> json = new ArrayList<>();
    List<TraceRow> parquet = new ArrayList<>();
    StringBuilder csv =
        new StringBuilder("run,layer,epoch,step,loss,full_loss,batch_size,lr,grad\n");
    for (String name : NAMES) {
      json.addAll(rows(name, name));
      expect(name, STEPS);
      parquet.addAll(rows(name + " in Parquet", name));
      expect(name + " in Parquet", STEPS);
      // A line of CSV is a record: see docs/formats.md.
      boolean oneLine = name.indexOf('\n') < 0;
      rows(name + " in CSV", oneLine ? name : "l")
          .forEach(row -> csv.append(row.csv()).append('\n'));
      if (oneLine) {
        expect(name + " in CSV", STEPS);
      } else {
        reject("csv/names.csv", "FIELD_COUNT", STEPS);
        reject("csv/names.csv", "UNPARSABLE", 2 * STEPS);
      }
    }
    put(
        "jsonl/names.jsonl",
        json.stream().map(row -> row.json() + "\n").collect(Collectors.joining()));
    put("csv/names.csv", csv.toString());
    writeParquet("names.parquet", parquet);
    // Hadoop's readers of columnar files can't open it.
    writeParquet("moved.parquet", rows("of a colon", "l"));
    Path parquets = folder.resolve("in/parquet");
    Files.move(parquets.resolve("moved.parquet"), parquets.resolve("host:8080.parquet"));
    reject("parquet/host:8080.parquet", "UNREADABLE", 1);
  }

  private void writeParquet(String name, List<TraceRow> rows) throws IOException {
    Path file = folder.resolve("in/parquet").resolve(name);
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withType(ROW)
            .build()) {
      for (TraceRow row : rows) {
        float[] grad = Objects.requireNonNull(row.grad());
        ByteBuffer bytes =
            ByteBuffer.allocate(Float.BYTES * grad.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(grad);
        Group group = new SimpleGroup(ROW);
        group.append("run", row.run()).append("layer", Objects.requireNonNull(row.layer()));
        group.append("epoch", row.epoch()).append("step", row.step()).append("loss", row.loss());
        group.append("grad", Binary.fromConstantByteArray(bytes.array()));
        out.write(group);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + name + ".crc"));
  }

  /** The names that a file system takes, of files and folders that name their runs. */
  private void writeNamesOfFiles() throws IOException {
    for (String name : NAMES) {
      if (name.contains("/") || name.indexOf(0) >= 0 || name.equals("..")) {
        continue;
      }
      String norm = quoted("grad_norm/" + name);
      put(
          "named/" + name + " of lines.jsonl",
          lines(i -> "{\"step\":" + i + ",\"loss\":" + loss(i) + "," + norm + ":1}"));
      expect(name + " of lines", 2 * STEPS);
      put(
          "json/" + name + " of lists.json",
          "{\"losses\":[" + lines(i -> loss(i) + (i + 1 < STEPS ? "," : "")) + "]}");
      expect(name + " of lists", STEPS);
      EventLog events = EventLog.begun(1.7e9);
      for (int i = 0; i < STEPS; i++) {
        events.scalar(1.7e9 + i, i, "train/loss", loss(i));
        events.scalar(1.7e9 + i, i, "grad_norm/" + name, 1);
      }
      put("tensorboard/" + name + " of events/events.out.tfevents.1", events.bytes());
      expect(name + " of events", 2 * STEPS);
      put(
          "mlflow/0/" + name + " of metrics/metrics/loss",
          lines(i -> i + 1 + " " + loss(i) + " " + i));
      expect(name + " of metrics", STEPS);
      put(
          "trainer_state/" + name + " of states/trainer_state.json",
          "{\"log_history\":["
              + lines(
                  i -> "{\"step\":" + i + ",\"loss\":" + loss(i) + "}" + (i + 1 < STEPS ? "," : ""))
              + "]}");
      expect(name + " of states", STEPS);
    }
  }

  private void linkWhatIsNoFile() throws IOException {
    for (String name :
        List.of(
            "jsonl/%s.jsonl",
            "csv/%s.csv.gz",
            "parquet/%s.parquet",
            "named/%s.jsonl",
            "json/%s.json",
            "tensorboard/%s/events.out.tfevents.1",
            "trainer_state/%s/trainer_state.json")) {
      for (String target : List.of("/dev/zero", "nowhere")) {
        String file = name.formatted(target.replace('/', '-'));
        Path link = folder.resolve("in").resolve(file);
        Files.createDirectories(Objects.requireNonNull(link.getParent()));
        Files.createSymbolicLink(link, Path.of(target));
        reject(file, "UNREADABLE", 1);
        // Event files are of the run that their folder says, whatever they hold.
        expect(target.replace('/', '-'), 0);
      }
    }
    Files.createSymbolicLink(folder.resolve("in/jsonl/again"), Path.of("."));
  }

  private static String json(String run) {
    return lines(
        i -> "{\"run\":\"" + run + "\",\"epoch\":0,\"step\":" + i + ",\"loss\":" + loss(i) + "}");
  }

  private static String csv(String run) {
    return "run,epoch,step,loss\n" + lines(i -> run + ",0," + i + "," + loss(i));
  }

  private static byte[] marked(String text, Charset charset) {
    return ("\uFEFF" + text).getBytes(charset);
  }

  private void writeEncodings() throws IOException {
    for (String format : List.of("jsonl", "csv")) {
      Function<String, String> text = format.equals("csv") ? HostileLogs::csv : HostileLogs::json;
      int header = format.equals("csv") ? 1 : 0;
      sound(format, "mark", run -> marked(text.apply(run), UTF_8));
      sound(format, "crlf", run -> text.apply(run).replace("\n", "\r\n").getBytes(UTF_8));
      sound(format, "no end", run -> text.apply(run).strip().getBytes(UTF_8));
      sound(
          format, "blank lines", run -> text.apply(run).replace("\n", "\n\n \r\n").getBytes(UTF_8));
      put(format + "/empty." + format, "");
      put(format + "/blank." + format, "\n \r\n\t\n");
      put(format + "/cr." + format, text.apply("cr").replace('\n', '\r'));
      put(format + "/16le." + format, marked(text.apply("16"), UTF_16LE));
      put(format + "/16be." + format, marked(text.apply("16"), UTF_16BE));
      String latin = text.apply(format + " latin");
      put(
          format + "/latin." + format,
          (latin + latin.lines().skip(header).findFirst().orElse("").replace("latin", "l\u00e4tin"))
              .getBytes(ISO_8859_1));
      expect(format + " latin", STEPS);
      reject(format + "/latin." + format, "NOT_UTF8", 1);
      put(format + "/zeros." + format, text.apply(format + " zeros") + "\0".repeat(100));
      expect(format + " zeros", STEPS);
      reject(format + "/zeros." + format, "UNPARSABLE", 1);
    }
    expect("cr", 0);
    reject("jsonl/cr.jsonl", "TRAILING_CONTENT", 1);
    reject("csv/cr.csv", "UNPARSABLE", 1);
    // A line end of UTF-16 leaves a zero in the next line.
    reject("jsonl/16le.jsonl", "NOT_UTF8", 1);
    reject("jsonl/16le.jsonl", "UNPARSABLE", STEPS);
    reject("jsonl/16be.jsonl", "NOT_UTF8", 1);
    reject("jsonl/16be.jsonl", "UNPARSABLE", STEPS - 1);
    reject("csv/16le.csv", "UNPARSABLE", STEPS + 1);
    reject("csv/16be.csv", "UNPARSABLE", STEPS);
    writeDrift();
  }

  private void sound(String format, String what, Function<String, byte[]> content)
      throws IOException {
    String run = format + " " + what;
    put(format + "/" + what + "." + format, content.apply(run));
    expect(run, STEPS);
  }

  /** Files that change their minds about types, and about columns. */
  private void writeDrift() throws IOException {
    put("csv/header.csv", "run,epoch,step,loss\n");
    put("csv/twice.csv", csv("csv twice") + "run,epoch,step,loss\n");
    expect("csv twice", STEPS);
    expect("run", 0);
    reject("csv/twice.csv", "WRONG_TYPE", 1);
    put("csv/drift.csv", "loss,step,x,run,epoch\n" + lines(i -> i + "," + i + ".0,,csv drift,0e0"));
    expect("csv drift", STEPS);
    put(
        "jsonl/drift.jsonl",
        lines(
            i ->
                "{\"run\":7,\"epoch\":0.0,\"step\":"
                    + (i % 2 == 0 ? i + ".0" : i)
                    + ",\"loss\":"
                    + (i % 2 == 0 ? "1" : "0.5")
                    + (i % 3 == 0 ? ",\"x\":[{}]" : "")
                    + "}"));
    expect("7", STEPS);
    put("jsonl/halves.jsonl", "{\"run\":\"\\ud800\",\"epoch\":0,\"step\":0,\"loss\":1}\n");
    reject("jsonl/halves.jsonl", "WRONG_TYPE", 1);
  }
}
