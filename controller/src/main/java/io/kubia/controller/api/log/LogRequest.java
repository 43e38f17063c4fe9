package io.kubia.controller.api.log;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is wanted of a log.
 *
 * @param container its name
 * @param follow what is printed from now on as well
 * @param previous of the container's last life, not its present one
 * @param timestamps a time before each line, RFC 3339 with nanoseconds
 * @param tailLines only so many lines of what is there already
 * @param since only lines that were printed at or after this time
 * @param limitBytes at most so many bytes in all
 */
public record LogRequest(
        String container,
        boolean follow,
        boolean previous,
        boolean timestamps,
        OptionalLong tailLines,
        Optional<Instant> since,
        OptionalLong limitBytes) {}
