package io.kubia.controller.cli;

import io.kubia.controller.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubia delete}. */
@Command(name = "delete", mixinStandardHelpOptions = true, description = "Delete objects, by name or by manifest.")
final class DeleteCommand implements Runnable {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final NamespaceOption namespace = new NamespaceOption();

    @Parameters(arity = "0..*", paramLabel = "KIND NAME...", description = "What: pod kubia-0, sts/kubia.")
    private List<String> words = List.of();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description = "The objects of a manifest.")
    private List<String> files = List.of();

    @Option(names = "--grace-period", paramLabel = "SECONDS", description = "How long a pod may take to stop.")
    private @Nullable Long grace;

    @Option(names = "--force", description = "Do not wait until it is known to have stopped: needs --grace-period=0.")
    private boolean isForced;

    private record Victim(Resources resource, String namespace) {}

    @Override
    public void run() {
        if (isForced != (grace != null && grace == 0)) {
            throw new CommandException(
                    "--force and --grace-period=0 go together: a pod removed like that may still run");
        }
        var client = ApiClient.of(home.get());
        for (var victim : victims()) {
            var resource = victim.resource();
            client.delete(
                    ApiClient.path(resource.type(), victim.namespace(), resource.name()),
                    options(grace == null ? OptionalLong.empty() : OptionalLong.of(grace)));
            Out.out()
                    .println(resource.type().singular() + " \"" + resource.name() + "\" "
                            + (isForced ? "force deleted" : "deleted"));
        }
    }

    private List<Victim> victims() {
        var victims = new ArrayList<Victim>();
        if (!words.isEmpty()) {
            for (var resource : Resources.parse(words)) {
                if (resource.name().isEmpty()) {
                    throw new CommandException(String.join(" ", words) + " (expected: a kind and names)");
                }
                victims.add(new Victim(resource, namespace.get()));
            }
        }
        for (var object : Manifests.read(files, namespace.get(), System.in)) {
            victims.add(new Victim(new Resources(object.type(), object.name()), object.namespace()));
        }
        if (victims.isEmpty()) {
            throw new CommandException("nothing to delete (expected: KIND NAME, or -f FILE)");
        }
        return victims;
    }

    private static JsonObject options(OptionalLong grace) {
        var options = JsonObject.builder().put("kind", "DeleteOptions").put("apiVersion", "v1");
        grace.ifPresent(seconds -> options.put("gracePeriodSeconds", seconds));
        return options.put("propagationPolicy", "Background").build();
    }
}
