package io.thermograd.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium, spoken to by the DevTools protocol: a process of its own, one tab, and what
 * the tab complains of and asks the network for.
 */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_SECONDS = 60;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private Browser(Process process, int port) throws IOException, InterruptedException {
    this.process = process;
    HttpClient http = HttpClient.newHttpClient();
    String tabs =
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    String address = null;
    for (JsonNode tab : JSON.readTree(tabs)) {
      address =
          tab.get("type").asText().equals("page")
              ? tab.get("webSocketDebuggerUrl").asText()
              : address;
    }
    if (address == null) {
      throw new IllegalStateException("no tab: " + tabs);
    }
    this.socket =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(MOST_SECONDS))
            .buildAsync(URI.create(address), new Listener())
            .join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", JSON.createObjectNode());
    }
    send("Page.setLifecycleEventsEnabled", JSON.createObjectNode().put("enabled", true));
  }

  /** The browser of this machine, where there is one. */
  public static Optional<Path> installed() {
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with an empty profile in {@code folder}. */
  public static Browser start(Path program, Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path port = folder.resolve("DevToolsActivePort");
    for (int i = 0; i < MOST_SECONDS * 20; i++) {
      if (Files.exists(port) && Files.readString(port).lines().count() > 1) {
        return new Browser(process, Integer.parseInt(Files.readAllLines(port).get(0)));
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new IllegalStateException("Chromium didn't open its port: " + program);
  }

  /** Shows {@code page} in a window of this size and colour scheme; forgets former events. */
  public void open(String page, int width, int height, String scheme) {
    ObjectNode size = JSON.createObjectNode().put("width", width).put("height", height);
    send(
        "Emulation.setDeviceMetricsOverride",
        size.put("deviceScaleFactor", 1).put("mobile", false));
    ObjectNode media = JSON.createObjectNode().put("media", "");
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    send("Emulation.setEmulatedMedia", media);
    // From another page a change of the hash alone would be no new document.
    navigate("about:blank");
    events.clear();
    navigate(page);
  }

  /** Shows the same page as a printer would have it. */
  public void asPrinted() {
    send("Emulation.setEmulatedMedia", JSON.createObjectNode().put("media", "print"));
  }

  /** The page as a PDF: as of a real print, the page is told before and after. */
  public byte[] printed() {
    JsonNode pdf = send("Page.printToPDF", JSON.createObjectNode().put("printBackground", true));
    return Base64.getDecoder().decode(pdf.get("data").asText());
  }

  /** Presses Tab. */
  public void tab() {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      ObjectNode key = JSON.createObjectNode().put("type", type).put("key", "Tab");
      send("Input.dispatchKeyEvent", key.put("code", "Tab").put("windowsVirtualKeyCode", 9));
    }
  }

  private void navigate(String url) {
    JsonNode started = send("Page.navigate", JSON.createObjectNode().put("url", url));
    String loader = started.path("loaderId").asText();
    for (int i = 0; i < MOST_SECONDS * 200; i++) {
      if (events.stream().anyMatch(event -> isLoaded(event, loader))) {
        return;
      }
      pause();
    }
    throw new IllegalStateException(url + " didn't load: " + started);
  }

  private static boolean isLoaded(JsonNode event, String loader) {
    return event.get("method").asText().equals("Page.lifecycleEvent")
        && event.at("/params/name").asText().equals("load")
        && event.at("/params/loaderId").asText().equals(loader);
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value of a JavaScript expression. */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        send(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** Errors and warnings of the page since it was opened. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (JsonNode event : events) {
      String method = event.get("method").asText();
      boolean bad =
          method.equals("Runtime.exceptionThrown")
              || (method.equals("Log.entryAdded")
                  && !event.at("/params/entry/level").asText().equals("info"))
              || (method.equals("Runtime.consoleAPICalled")
                  && List.of("error", "warning", "assert")
                      .contains(event.at("/params/type").asText()));
      if (bad || method.equals("Page.javascriptDialogOpening")) {
        complaints.add(event.toString());
      }
    }
    return complaints;
  }

  /** What the page asked for since it was opened, itself included. */
  public List<String> requests() {
    return events.stream()
        .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.at("/params/request/url").asText())
        .toList();
  }

  /** Writes a picture of the window. */
  public void picture(Path file) throws IOException {
    JsonNode picture = send("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  private JsonNode send(String method, JsonNode parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    socket.sendText(message.toString(), true).join();
    JsonNode answered = answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    if (answered.has("error")) {
      throw new IllegalStateException(method + ": " + answered.get("error"));
    }
    return answered.get("result");
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void take(String text) {
      try {
        JsonNode json = JSON.readTree(text.getBytes(StandardCharsets.UTF_8));
        if (json.has("id")) {
          CompletableFuture<JsonNode> answer = answers.remove(json.get("id").asInt());
          if (answer != null) {
            answer.complete(json);
          }
        } else {
          events.add(json);
        }
      } catch (IOException e) {
        throw new IllegalStateException(text, e);
      }
    }
  }
}
