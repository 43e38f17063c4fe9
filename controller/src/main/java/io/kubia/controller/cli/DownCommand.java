package io.kubia.controller.cli;

import io.kubia.controller.ControlPlane;
import io.kubia.controller.Home;
import io.kubia.controller.RunningControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubia down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop every pod, in order, and the control plane. Data stays.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private final ControlPlaneOptions options = new ControlPlaneOptions();

    @Option(names = "--delete-data", description = "Delete the volumes too, and everything else of the cluster.")
    private boolean deletesData;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = options.home();
        if (!java.nio.file.Files.isDirectory(home.path())) {
            Out.out().println("there is no cluster in " + home.path());
            return 0;
        }
        var running = RunningControlPlane.in(home);
        if (running.isPresent()) {
            end(running.get(), home);
        } else if (ControlPlane.leftPods(home)) {
            // Its pods have outlived it: who knows how to stop them is a control plane.
            ControlPlane.start(options.config()).down();
        }
        Out.out().println(deletesData ? "stopped" : "stopped; the data stays in " + home.path());
        if (deletesData) {
            ControlPlane.delete(home);
            Out.out().println("deleted " + home.path());
        }
        return 0;
    }

    private static void end(RunningControlPlane running, Home home) throws IOException, InterruptedException {
        var process = running.process();
        if (process.isEmpty()) {
            return;
        }
        running.askDown(home);
        process.get().destroy();
        try {
            process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandException(
                    "the control plane, process " + running.pid() + ", has not ended within " + PATIENCE.toMinutes()
                            + " minutes: see `kubia logs --control-plane`",
                    e);
        }
    }
}
