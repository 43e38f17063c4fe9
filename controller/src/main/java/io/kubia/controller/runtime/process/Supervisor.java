package io.kubia.controller.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of shell that stand beside each process. */
final class Supervisor {
    private static final String SCRIPT = "supervise.sh";

    private final Path script;
    private final Path locks;

    private Supervisor(Path script, Path locks) {
        this.script = script;
        this.locks = locks;
    }

    /** Puts the script where a shell can read it. */
    static Supervisor install(Path folder) throws IOException {
        var script = folder.resolve(SCRIPT);
        try (InputStream resource = Supervisor.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) {
                throw new IllegalStateException(SCRIPT + ": not there (expected: a resource)");
            }
            var wanted = resource.readAllBytes();
            if (!Files.exists(script) || !java.util.Arrays.equals(wanted, Files.readAllBytes(script))) {
                // Never in place: a shell reads its script while it runs.
                var written = folder.resolve(SCRIPT + ".new");
                Files.write(written, wanted);
                Files.move(
                        written,
                        script,
                        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new Supervisor(script, Files.createDirectories(folder.resolve("locks")));
    }

    /** Starts a run. Its process is there when its folder says so. */
    void start(RunFolder run, Launch launch) throws IOException {
        saveEnvironment(run, launch.environment());
        var id = run.id();
        var lock = locks.resolve(id.namespace() + "_" + id.pod() + "_" + id.container());
        var words = new ArrayList<>(List.of(
                "/bin/sh",
                script.toString(),
                run.path().toString(),
                lock.toString(),
                launch.directory().toString()));
        words.addAll(launch.words());
        var builder = new ProcessBuilder(words)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(run.log().toFile()))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        builder.start();
    }

    /** For commands that are run beside the process. It may hold secrets: for the owner's eyes alone. */
    private static void saveEnvironment(RunFolder run, Map<String, String> environment) throws IOException {
        var file = run.environment();
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var text = new StringBuilder();
        environment.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\0'));
        Files.writeString(file, text);
    }

    static Map<String, String> environmentOf(RunFolder run) throws IOException {
        var environment = new LinkedHashMap<String, String>();
        var text = StandardCharsets.UTF_8
                .decode(ByteBuffer.wrap(Files.readAllBytes(run.environment())))
                .toString();
        for (var entry : text.split("\0", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }
}
