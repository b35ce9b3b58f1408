package io.thermograd.trace;

/** The formats of trace files. */
public enum InputFormat {
  /** A JSON object per line. */
  JSONL(Content.RECORDS, SessionRule.APPEND_ONLY, RunNaming.Part.FILE_NAME),
  CSV(Content.RECORDS, SessionRule.APPEND_ONLY, RunNaming.Part.FILE_NAME),
  PARQUET(Content.RECORDS, SessionRule.NONE, RunNaming.Part.FILE_NAME),
  ORC(Content.RECORDS, SessionRule.NONE, RunNaming.Part.FILE_NAME),
  AVRO(Content.RECORDS, SessionRule.NONE, RunNaming.Part.FILE_NAME),
  /** One JSON object per file: lists of one length, an element per step. */
  JSON(Content.NAMED_VALUES, SessionRule.NONE, RunNaming.Part.FILE_NAME),
  /** Hugging Face's {@code trainer_state.json}. */
  TRAINER_STATE(Content.NAMED_VALUES, SessionRule.NONE, RunNaming.Part.FOLDER),
  /** MLflow's file store: a file per metric. */
  MLFLOW(Content.NAMED_VALUES, SessionRule.APPEND_ONLY, RunNaming.Part.FOLDER),
  /** TensorBoard's event files. */
  TENSORBOARD(Content.NAMED_VALUES, SessionRule.APPEND_ONLY, RunNaming.Part.RELATIVE_FOLDER);

  /** What a format's files hold. */
  private enum Content {
    /** Gradient rows and loss rows by their columns, unless tags are declared. */
    RECORDS,
    /** Values by names of the writer's own. */
    NAMED_VALUES
  }

  private final Content content;
  private final SessionRule defaultSessions;
  private final RunNaming.Part runPart;

  InputFormat(Content content, SessionRule defaultSessions, RunNaming.Part runPart) {
    this.content = content;
    this.defaultSessions = defaultSessions;
    this.runPart = runPart;
  }

  /** The session rule that holds unless an input declares another. */
  public SessionRule defaultSessions() {
    return defaultSessions;
  }

  /** Whether it holds named values even where no tags are declared. */
  public boolean alwaysMapped() {
    return content == Content.NAMED_VALUES;
  }

  /** What names the run of a file whose records don't. */
  public RunNaming.Part runPart() {
    return runPart;
  }
}
