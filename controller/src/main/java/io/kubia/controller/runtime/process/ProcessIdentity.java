package io.kubia.controller.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which process: a number alone may be another's after a while, or after a boot.
 *
 * @param began when it began, as the system counts: clock ticks since the boot on Linux
 * @param boot which boot of the machine
 */
record ProcessIdentity(long pid, String began, String boot) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int BEGAN = 19;

    /** The identity that the supervisor has noted; nothing when the words are not its. */
    static Optional<ProcessIdentity> parse(String words) {
        var parts = words.strip().split(" ", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), parts[1], parts[2]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether that very process lives. One that has ended and was not yet waited for does not. */
    boolean isAlive() {
        if (!Files.isReadable(BOOT_ID)) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
        var now = ProcessStat.of(pid);
        return now != null && now.isAlive() && now.began().equals(began) && boot.equals(thisBoot());
    }

    /** Asks it to end. */
    void terminate() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    private static String thisBoot() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /**
     * What Linux says of a process.
     *
     * @param session the process that began its session
     */
    record ProcessStat(long pid, char state, long session, String began) {
        private static final int SESSION = 3;

        static @Nullable ProcessStat of(long pid) {
            try {
                // Latin 1: a name may be any bytes.
                var line = Files.readString(
                        Path.of("/proc/" + pid + "/stat"), java.nio.charset.StandardCharsets.ISO_8859_1);
                var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
                return new ProcessStat(pid, fields[0].charAt(0), Long.parseLong(fields[SESSION]), fields[BEGAN]);
            } catch (IOException | IndexOutOfBoundsException e) {
                return null; // gone, perhaps while it was read
            }
        }

        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }
}
