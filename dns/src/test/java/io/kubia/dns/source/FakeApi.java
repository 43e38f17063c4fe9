package io.kubia.dns.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The list and watch API of a Kubernetes on loopback: objects with versions, pages, watches from a version on, bookmarks,
 * 410 Gone for versions that were compacted away. It can be told to fail the next request for a path in many ways.
 *
 * <p>Implementation note. A virtual thread for each connection, which serves one request; everything that changes is
 * guarded by this object's monitor, on which watches wait.
 */
final class FakeApi implements AutoCloseable {
    static final String SERVICES = "/api/v1/services";
    static final String SLICES = "/apis/discovery.k8s.io/v1/endpointslices";
    static final String NAMESPACES = "/api/v1/namespaces";
    static final String PODS = "/api/v1/pods";

    private final ServerSocket listening;
    private final Map<String, Map<String, String>> objects = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, List<Fault>> faults = new HashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<Socket, String> open = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final int pageSize;
    private long version = 100;
    private long compacted;
    private int ends;
    private volatile @Nullable String token;

    private record Event(long version, String path, String line) {}

    /** A request as it came. */
    record Request(String path, Map<String, String> parameters, String authorization, long nanos) {
        boolean isWatch() {
            return parameters.containsKey("watch");
        }
    }

    /** What is done in place of an answer: it may write what it likes, and the connection is closed behind it. */
    interface Fault {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private FakeApi(ServerSocket listening, int pageSize) {
        this.listening = listening;
        this.pageSize = pageSize;
        Thread.ofVirtual().start(this::accept);
    }

    static FakeApi start() throws IOException {
        return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), Integer.MAX_VALUE);
    }

    /** With pages of some objects each, whatever is asked for. */
    static FakeApi withPages(int pageSize) throws IOException {
        return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), pageSize);
    }

    static FakeApi on(ServerSocket listening, int pageSize) {
        return new FakeApi(listening, pageSize);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** How many there have been, requests or none. */
    int connections() {
        return connections.get();
    }

    /** From now on only who has this token is let in. */
    void requireToken(String required) {
        token = required;
    }

    /** An object is there, or is now this; {@code json} is what stands beside its metadata. */
    synchronized void put(String path, String name, String metadata, String json) {
        version++;
        var all = objects.computeIfAbsent(path, _ -> new TreeMap<>());
        var object = "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\",\"resourceVersion\":\"%d\"%s}%s}"
                .formatted(name, version, metadata, json);
        tell(path, all.put(name, object) == null ? "ADDED" : "MODIFIED", object);
    }

    void putService(String name, String address) {
        put(SERVICES, name, "", ",\"spec\":{\"clusterIP\":\"" + address + "\"}");
    }

    void putHeadless(String name, String... addresses) {
        put(SERVICES, name, "", ",\"spec\":{\"clusterIP\":\"None\"}");
        putSlice(name, addresses);
    }

    void putSlice(String service, String... addresses) {
        var endpoints = new ArrayList<String>();
        for (var address : addresses) {
            endpoints.add("{\"addresses\":[\"" + address + "\"]}");
        }
        put(
                SLICES,
                service + "-1",
                ",\"labels\":{\"kubernetes.io/service-name\":\"" + service + "\"}",
                ",\"addressType\":\"IPv4\",\"endpoints\":[" + String.join(",", endpoints) + "]");
    }

    synchronized void remove(String path, String name) {
        version++;
        var gone = objects.getOrDefault(path, Map.of()).remove(name);
        if (gone == null) {
            throw new IllegalArgumentException(name + ": not there");
        }
        tell(
                path,
                "DELETED",
                gone.replaceAll("\"resourceVersion\":\"\\d+\"", "\"resourceVersion\":\"" + version + '"'));
    }

    /** Tells those who watch how far they have come. */
    synchronized long bookmark(String path) {
        version++;
        tell(path, "BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}");
        return version;
    }

    /** Says something of its own to those who watch, at no version. */
    synchronized void say(String path, String line) {
        events.add(new Event(version, path, line));
        notifyAll();
    }

    /** Forgets all versions so far: who asks for them hears 410 Gone. */
    synchronized void compact() {
        compacted = version;
    }

    /** Ends all watches as a server does when their time is over. */
    synchronized void endWatches() {
        ends++;
        notifyAll();
    }

    /** Cuts all connections. */
    void cut() throws IOException {
        for (var socket : open.keySet()) {
            socket.close();
        }
        endWatches();
    }

    /** What is to be done with the next requests for a path, one after the other. */
    synchronized void failNext(String path, Fault... next) {
        faults.computeIfAbsent(path, _ -> new ArrayList<>()).addAll(List.of(next));
    }

    /** What is to be done with the next watches for a path; lists are answered in between. */
    synchronized void failNextWatches(String path, Fault... next) {
        failNext(path + "?watch", next);
    }

    List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    List<Request> watches(String path) {
        return requests(path).stream().filter(Request::isWatch).toList();
    }

    List<Request> lists(String path) {
        return requests(path).stream().filter(request -> !request.isWatch()).toList();
    }

    /** Until somebody watches, for the n-th time. */
    void awaitWatches(String path, int count) {
        Watched.await(count + " watches of " + path, () -> watches(path).size() >= count);
    }

    static Fault status(int code) {
        return out -> head(out, code + " No", "{\"kind\":\"Status\",\"code\":" + code + ",\"message\":\"no\"}");
    }

    static Fault body(String text) {
        return out -> head(out, "200 OK", text);
    }

    /** The head of an answer, and then nothing until the other side has had enough. */
    static Fault stall(String begin) {
        return out -> {
            write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + begin);
            Thread.sleep(Watched.PATIENCE);
        };
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void tell(String path, String type, String object) {
        events.add(new Event(version, path, "{\"type\":\"" + type + "\",\"object\":" + object + "}"));
        notifyAll();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        connections.incrementAndGet();
        open.put(socket, "");
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            var first = in.readLine();
            var authorization = "";
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("authorization: ")) {
                    authorization = line.substring("authorization: ".length());
                }
            }
            if (first != null) {
                answer(request(first, authorization), socket.getOutputStream());
            }
        } catch (IOException e) {
            // The client has had enough, or we have.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static Request request(String first, String authorization) {
        var uri = URI.create(first.split(" ", -1)[1]);
        var parameters = new TreeMap<String, String>();
        for (var pair : uri.getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return new Request(uri.getPath(), parameters, authorization, System.nanoTime());
    }

    private void answer(Request request, OutputStream out) throws IOException, InterruptedException {
        int end;
        synchronized (this) {
            // Whoever has seen this request and ends the watches ends this one too.
            requests.add(request);
            end = ends;
        }
        var required = token;
        if (required != null && !request.authorization().equals("Bearer " + required)) {
            status(401).answer(out);
            return;
        }
        var fault = nextFault(request.path());
        if (fault == null && request.isWatch()) {
            fault = nextFault(request.path() + "?watch");
        }
        if (fault != null) {
            fault.answer(out);
        } else if (request.isWatch()) {
            watch(request, out, end);
        } else {
            list(request, out);
        }
    }

    private synchronized @Nullable Fault nextFault(String path) {
        var waiting = faults.getOrDefault(path, List.of());
        return waiting.isEmpty() ? null : waiting.removeFirst();
    }

    private void list(Request request, OutputStream out) throws IOException {
        int from = Integer.parseInt(request.parameters().getOrDefault("continue", "0"));
        List<String> all;
        long now;
        synchronized (this) {
            all = List.copyOf(objects.getOrDefault(request.path(), Map.of()).values());
            now = version;
        }
        int to = (int) Math.min(all.size(), (long) from + pageSize);
        var next = to < all.size() ? ",\"continue\":\"" + to + '"' : "";
        head(out, "200 OK", """
                {"kind":"List","metadata":{"resourceVersion":"%d"%s},"items":[%s]}
                """.formatted(now, next, String.join(",", all.subList(from, to))));
    }

    private void watch(Request request, OutputStream out, int end) throws IOException, InterruptedException {
        long after = Long.parseLong(request.parameters().getOrDefault("resourceVersion", "0"));
        int next;
        synchronized (this) {
            if (after < compacted) {
                next = -1;
            } else {
                next = 0;
                while (next < events.size() && events.get(next).version() <= after) {
                    next++;
                }
            }
        }
        if (next < 0) {
            status(410).answer(out);
            return;
        }
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
        for (var event = await(next, end); event != null; event = await(++next, end)) {
            if (event.path().equals(request.path())) {
                write(out, event.line() + "\n");
            }
        }
    }

    private synchronized @Nullable Event await(int index, int end) throws InterruptedException {
        while (index >= events.size() && ends == end) {
            wait();
        }
        return ends == end ? events.get(index) : null;
    }

    private static void head(OutputStream out, String status, String body) throws IOException {
        write(
                out,
                "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, body.getBytes(UTF_8).length, body));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
