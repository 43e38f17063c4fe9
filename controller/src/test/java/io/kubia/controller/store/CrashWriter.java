package io.kubia.controller.store;

import static io.kubia.controller.store.Things.event;
import static io.kubia.controller.store.Things.pod;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.role.metrics.Metrics;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that writes until it is killed, or its standard input ends. It says every write on its standard output once
 * that is acknowledged: {@code thread step version}.
 *
 * <p>Each thread has an object of its own and brings it from step to step: of five steps the first creates it, the last
 * removes it. Even threads write events.
 */
final class CrashWriter {
    static final int THREADS = 4;
    private static final int STEPS = 5;

    private CrashWriter() {}

    /** The directory, and the last step of each thread. */
    public static void main(String[] args) throws IOException {
        var store = RocksObjectStore.open(Path.of(args[0]), StoreLimits.DEFAULT, new Metrics());
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            long last = Long.parseLong(args[1 + i]);
            Thread.ofPlatform().daemon().start(() -> write(store, thread, last));
        }
        while (System.in.read() >= 0) {
            // whoever reads what this says is still there
        }
        Runtime.getRuntime().halt(0);
    }

    private static void write(ObjectStore store, int thread, long last) {
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            for (long step = last + 1; ; step++) {
                long version = store.write(next(store, thread, step)).join().resourceVersion();
                // One call to the kernel for each line: what was said is in the pipe, whatever happens to this process.
                out.write((thread + " " + step + " " + version + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static Write next(ObjectStore store, int thread, long step) {
        if (removes(step - 1)) {
            return new Write.Create(object(thread).withLabel("step", "" + step));
        }
        var object = store.now().get(key(thread)).orElseThrow();
        return removes(step)
                ? new Write.Remove(object.key(), object.resourceVersion())
                : new Write.Replace(object.withLabel("step", "" + step), object.resourceVersion());
    }

    /** Whether the object is gone after a step. */
    static boolean removes(long step) {
        return step % STEPS == 0;
    }

    static ObjectKey key(int thread) {
        return object(thread).key();
    }

    private static KubeObject object(int thread) {
        return thread % 2 == 0 ? event("a", "e" + thread) : pod("a", "p" + thread);
    }
}
