package io.kubia.controller.cli;

import io.kubia.controller.ControlPlane;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kubia controller}: the control plane as a role of its own. Pods live on when it ends. */
@Command(
        name = "controller",
        mixinStandardHelpOptions = true,
        description = "The control plane alone, in the foreground; pods live on when it ends.")
final class ControllerCommand implements Callable<Integer> {
    @Mixin
    private final ControlPlaneOptions options = new ControlPlaneOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var controlPlane = ControlPlane.start(options.config());
        Signals.end(controlPlane::stopOrDown);
        controlPlane.awaitEnd();
        return 0;
    }
}
