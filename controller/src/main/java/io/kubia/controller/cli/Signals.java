package io.kubia.controller.cli;

/** What SIGTERM and SIGINT do. To be stopped is no failure: the exit code is 0 and not the signal's. */
final class Signals {
    private Signals() {}

    /** Ends the process by an action, which is waited for. */
    static void end(Runnable action) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            action.run();
            Runtime.getRuntime().halt(0);
        }));
    }
}
