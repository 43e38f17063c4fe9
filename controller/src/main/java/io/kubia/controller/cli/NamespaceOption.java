package io.kubia.controller.cli;

import picocli.CommandLine.Option;

/** Which namespace a command is about. */
final class NamespaceOption {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "${env:KUBIA_NAMESPACE:-default}",
            description = "The namespace (KUBIA_NAMESPACE; default unless set).")
    private String namespace = "default";

    String get() {
        return namespace;
    }
}
