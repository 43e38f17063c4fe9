package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.process.ProcessIdentity.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** All that a container's process has started: what belongs to its session, whether the process itself lives or not. */
final class Sessions {
    private static final Path PROC = Path.of("/proc");

    private static final long FIRST_PAUSE_NANOS = 500_000;
    private static final long LAST_PAUSE_NANOS = 100_000_000;

    private Sessions() {}

    /** The living ones. On systems without /proc those that can be found by their parents. */
    static List<ProcessHandle> members(ProcessIdentity leader) {
        if (!Files.isReadable(PROC.resolve("self/stat"))) {
            var handle = ProcessHandle.of(leader.pid()).filter(found -> leader.isAlive());
            return handle.map(Sessions::withDescendants).orElse(List.of());
        }
        var members = new ArrayList<ProcessHandle>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var entry : entries) {
                var stat = ProcessStat.of(Long.parseLong(entry.getFileName().toString()));
                if (stat != null && stat.session() == leader.pid() && stat.isAlive() && isNoStranger(stat, leader)) {
                    ProcessHandle.of(stat.pid()).ifPresent(members::add);
                }
            }
        } catch (IOException e) {
            return withDescendants(ProcessHandle.of(leader.pid()).orElse(ProcessHandle.current()));
        }
        return members;
    }

    /** Ends all of them, at once. */
    static void kill(ProcessIdentity leader) {
        members(leader).forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Ends all of them and waits until none lives. They are no children of ours, so that nobody tells: it is asked, soon and
     * then less and less often. A killed process that nobody has waited for does not live.
     */
    static void killAndAwait(ProcessIdentity leader) {
        long pause = FIRST_PAUSE_NANOS;
        for (var left = members(leader); !left.isEmpty(); left = members(leader)) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
        }
    }

    /** A session's number is free again when all of its processes are gone, and nothing before its leader is in it. */
    private static boolean isNoStranger(ProcessStat member, ProcessIdentity leader) {
        return Long.parseLong(member.began()) >= Long.parseLong(leader.began())
                && (member.pid() != leader.pid() || member.began().equals(leader.began()));
    }

    private static List<ProcessHandle> withDescendants(ProcessHandle handle) {
        var all = new ArrayList<>(handle.descendants().toList());
        if (!handle.equals(ProcessHandle.current())) {
            all.add(handle);
        }
        return all;
    }
}
