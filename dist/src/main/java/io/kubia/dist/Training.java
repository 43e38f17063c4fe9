package io.kubia.dist;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs a role for some seconds as users run it, so that its JVM writes an AOT cache of the classes it loaded, how they
 * link, and which methods ran hot.
 */
interface Training {
    /** The JVM assembles the cache as it exits: some seconds of a whole core, and more when the machine is busy. */
    Duration STOP_AND_WRITE = Duration.ofMinutes(2);

    /**
     * Leaves the role's cache in the distribution.
     *
     * @throws TrainingFailedException it could not be made
     */
    void run(PrintStream out) throws InterruptedException;

    /** The flag that has the JVM write the cache; relative, as the words of KUBIA_JAVA_OPTS end at spaces. */
    static String writing(Path cache) {
        return "-XX:AOTCacheOutput=" + cache.getFileName();
    }

    /** Ends the process that was trained, which makes the cache. */
    static void finish(RoleProcess trained, Path cache, PrintStream out) throws IOException, InterruptedException {
        trained.stop(STOP_AND_WRITE);
        if (!Files.exists(cache)) {
            throw trained.failed("no " + cache + " after it ended");
        }
        out.println("distribution: " + cache.getFileName() + ", " + Files.size(cache) + " bytes");
    }

    /** A port of this machine that nobody uses. */
    static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }
}
