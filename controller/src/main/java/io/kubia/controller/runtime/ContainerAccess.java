package io.kubia.controller.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a container can be asked for. */
public interface ContainerAccess {
    /**
     * Runs a command in it and waits for its end.
     *
     * @throws IOException it could not be run, or did not end in time; then it has been ended
     */
    Executed execute(List<String> command, Duration timeout) throws IOException;

    /** What a command gave; its output is cut after some kilobytes. */
    record Executed(int exitCode, String output) {}

    /**
     * Its output, both streams in one, from its first line on or from where is asked.
     *
     * @return ends where the output ends; when followed, when the container has ended or the stream is closed
     */
    InputStream logs(LogRequest request) throws IOException;

    /** What it has written to a file to say why it ended; empty when it has not, or the runtime has no such file. */
    default String terminationMessage(String path) throws IOException {
        return "";
    }

    /**
     * Which part of the output.
     *
     * @param timestamps whether each line begins with its time
     */
    record LogRequest(
            boolean follow,
            OptionalLong tailLines,
            Optional<Instant> since,
            boolean timestamps,
            OptionalLong limitBytes) {}
}
