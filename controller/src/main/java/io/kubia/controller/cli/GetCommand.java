package io.kubia.controller.cli;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubia get}. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "List objects: kubia get pods, kubia get sts/kubia -o yaml, kubia get all.")
final class GetCommand implements Runnable {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final NamespaceOption namespace = new NamespaceOption();

    @Parameters(arity = "1..*", paramLabel = "KIND [NAME...]", description = "What: a kind, and names of it.")
    private List<String> words = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide, json, yaml or name.")
    private String output = "";

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "Only objects with these labels.")
    private @Nullable String selector;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of all namespaces.")
    private boolean isForAll;

    @Override
    public void run() {
        var client = ApiClient.of(home.get());
        boolean isFirst = true;
        boolean isEmpty = true;
        for (var resource : Resources.parse(words)) {
            var path = ApiClient.path(resource.type(), isForAll ? "" : namespace.get(), resource.name());
            if (selector != null) {
                path += "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
            }
            isEmpty &= !show(client, resource, path, isFirst);
            isFirst &= isEmpty;
        }
        if (isEmpty && output.isEmpty()) {
            Out.err()
                    .println(
                            isForAll
                                    ? "No resources found"
                                    : "No resources found in " + namespace.get() + " namespace.");
        }
    }

    private boolean show(ApiClient client, Resources resource, String path, boolean isFirst) {
        var out = Out.out();
        return switch (output) {
            case "", "wide" -> showTable(client, resource, path, isFirst);
            case "json" -> {
                out.println(client.get(path, ApiClient.JSON));
                yield true;
            }
            case "yaml" -> {
                out.print(YamlText.print(client.get(path, ApiClient.JSON)));
                yield true;
            }
            case "name" -> {
                showNames(client.get(path, ApiClient.JSON), resource);
                yield true;
            }
            default -> throw new CommandException("-o " + output + " (expected: wide, json, yaml or name)");
        };
    }

    private boolean showTable(ApiClient client, Resources resource, String path, boolean isFirst) {
        var table = client.get(path, ApiClient.TABLE);
        if (table.array("rows").isEmpty()) {
            return false;
        }
        if (!isFirst) {
            Out.out().println();
        }
        TablePrinter.print(
                table, output.equals("wide"), isForAll && resource.type().namespaced(), Out.out());
        return true;
    }

    private static void showNames(JsonObject answer, Resources resource) {
        PrintWriter out = Out.out();
        if (answer.has("items")) {
            answer.array("items")
                    .objects()
                    .forEach(item -> out.println(
                            resource.sentenceName(item.object("metadata").text("name", ""))));
        } else {
            out.println(resource.sentenceName(answer.object("metadata").text("name", "")));
        }
    }
}
