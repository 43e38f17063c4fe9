package io.kubia.controller.cli;

import io.kubia.controller.RunningControlPlane;
import io.kubia.controller.model.ResourceTypes;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kubia status}. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Whether a cluster runs, and how it is.")
final class StatusCommand implements Runnable {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Override
    public void run() {
        try {
            var out = Out.out();
            var running = RunningControlPlane.in(home.get());
            if (running.isEmpty()) {
                throw new CommandException(
                        "no control plane runs in " + home.get().path() + ": start one with `kubia up`");
            }
            var controlPlane = running.get();
            out.println("control plane: process " + controlPlane.pid() + ", since " + controlPlane.began());
            out.println("API:           " + controlPlane.api());
            out.println("DNS:           " + controlPlane.dns());
            out.println("kubeconfig:    " + home.get().kubeconfig());
            var client = new ApiClient(controlPlane.api());
            for (var type :
                    new io.kubia.controller.model.ResourceType[] {ResourceTypes.STATEFUL_SET, ResourceTypes.POD}) {
                var table = client.get(type.path(""), ApiClient.TABLE);
                if (!table.array("rows").isEmpty()) {
                    out.println();
                    TablePrinter.print(table, false, true, out);
                }
            }
        } catch (IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }
}
