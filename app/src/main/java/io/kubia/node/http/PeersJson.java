package io.kubia.node.http;

import io.kubia.node.peers.Discovery;

/** What discovery knows, as {@code GET /peers} says it. */
final class PeersJson {
    private PeersJson() {}

    static String of(String name, Discovery discovery) {
        var json = new Json().open('{').field("name", name).field("service", discovery.service());
        switch (discovery) {
            case Discovery.Unknown(var _, var failure) -> {
                json.field("state", "unknown");
                if (failure != null) {
                    json.field("reason", failure.reason()).field("failed", failure.at());
                }
                json.name("peers").open('[').close(']');
            }
            case Discovery.Known known -> known(known, json);
        }
        return json.close('}').take() + "\n";
    }

    private static void known(Discovery.Known known, Json json) {
        json.field("state", known.stale() == null ? "fresh" : "stale")
                .field("learned", known.learned())
                .field("server", ClusterJson.text(known.server()))
                .field("freshUntil", known.freshUntil());
        if (known.stale() != null) {
            json.field("reason", known.stale().reason())
                    .field("failed", known.stale().at());
        }
        json.name("peers").open('[');
        for (var peer : known.peers()) {
            json.open('{')
                    .field("name", peer.name())
                    .field("ordinal", peer.ordinal())
                    .field("port", peer.port());
            json.name("addresses").open('[');
            for (var address : peer.addresses()) {
                json.value(address.getAddress().getHostAddress());
            }
            json.close(']').field("error", peer.noAddress()).close('}');
        }
        json.close(']');
    }
}
