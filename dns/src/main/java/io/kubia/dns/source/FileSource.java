package io.kubia.dns.source;

import io.kubia.dns.model.Change;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of Kubernetes objects, read anew whenever it changes: all of it or, when anything in it is malformed, none.
 *
 * <p>Implementation note. One thread waits for the system to say that something happened in the file's folder, and in
 * that of the file behind it when it is a link: editors put a new file in the old one's place, and Kubernetes changes a
 * link in between (`..data`). Once a second it looks for itself, as not every file system says. What was written is read
 * only when nothing more was for a moment.
 */
public final class FileSource implements Source {
    private static final Logger log = LoggerFactory.getLogger(FileSource.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SETTLED = Duration.ofMillis(20);

    /** How often a file that is written without pause is waited for. */
    private static final int MAX_WAITS = 50;

    private final Path file;
    private final Thread thread;
    private volatile boolean isClosed;

    private @Nullable ZoneUpdates updates;
    private byte[] content = {};
    private @Nullable Stamp stamp;
    private String lastComplaint = "";

    /** By what a change is noticed without reading the file. */
    private record Stamp(Object key, long modified, long size) {}

    /** Of this file, which need not be there before the start. */
    public FileSource(Path file) {
        this.file = file.toAbsolutePath();
        this.thread = Thread.ofPlatform().name("file-source").daemon().unstarted(this::watch);
    }

    @Override
    public void start(ZoneUpdates zone) throws IOException {
        updates = zone;
        long now = System.nanoTime();
        stamp = stamp();
        try {
            content = read();
            var manifest = Manifest.read(content);
            var changes = new ArrayList<Change>(manifest.changes());
            changes.add(new Change.Synced());
            zone.apply(changes, now);
            log.info("{}: {}", file, manifest.summary());
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file (expected: Kubernetes objects in YAML)", e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        thread.start();
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try (var watcher = FileSystems.getDefault().newWatchService()) {
            var keys = new ArrayList<WatchKey>();
            while (!isClosed) {
                register(watcher, keys);
                // What changed before the folders were watched is seen by its stamp.
                if (!stamp().equals(stamp)) {
                    settle(watcher);
                    reload();
                }
                var key = watcher.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    clear(key);
                    settle(watcher);
                    reload();
                }
            }
        } catch (IOException e) {
            log.error("{}: changes are no longer noticed", file, e);
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Anew each time: folders come and go, and links point elsewhere. To register one again changes nothing. */
    private void register(WatchService watcher, List<WatchKey> keys) {
        var folders = new ArrayList<Path>();
        folders.add(file.getParent());
        try {
            folders.add(file.toRealPath().getParent());
        } catch (IOException _) {
            // The file is not there, and will be noticed by its stamp.
        }
        var current = new ArrayList<WatchKey>();
        for (var folder : folders) {
            try {
                current.add(folder.register(
                        watcher,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE));
            } catch (IOException e) {
                log.debug("{}: not watched", folder, e);
            }
        }
        keys.stream().filter(key -> !current.contains(key)).forEach(WatchKey::cancel);
        keys.clear();
        keys.addAll(current);
    }

    /** Returns when nothing was written for a moment. */
    private static void settle(WatchService watcher) throws InterruptedException {
        for (int waits = 0; waits < MAX_WAITS; waits++) {
            var key = watcher.poll(SETTLED.toMillis(), TimeUnit.MILLISECONDS);
            if (key == null) {
                return;
            }
            clear(key);
        }
    }

    private static void clear(WatchKey key) {
        key.pollEvents();
        key.reset();
    }

    private void reload() {
        long now = System.nanoTime();
        try {
            stamp = stamp();
            var newest = read();
            if (!Arrays.equals(newest, content) || !lastComplaint.isEmpty()) {
                var manifest = Manifest.read(newest);
                content = newest;
                apply(manifest.changes(), now);
                lastComplaint = "";
                log.info("{} was read anew: {}", file, manifest.summary());
            }
        } catch (NoSuchFileException _) {
            complain("it is gone");
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    private void apply(List<Change> changes, long now) {
        if (updates != null) {
            updates.apply(changes, now);
        }
    }

    private void complain(String why) {
        if (!why.equals(lastComplaint)) {
            lastComplaint = why;
            log.warn("{}: {}; what it said before stays in force", file, why);
        }
    }

    private byte[] read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(Manifest.MAX_SIZE + 1);
        }
    }

    /** One that equals no other when there is no file. */
    private Stamp stamp() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var key = attributes.fileKey();
            return new Stamp(
                    key == null ? file : key,
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size());
        } catch (IOException _) {
            return new Stamp("none", 0, 0);
        }
    }
}
