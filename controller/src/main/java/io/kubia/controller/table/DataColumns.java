package io.kubia.controller.table;

import io.kubia.controller.api.table.Column;
import io.kubia.controller.json.Json;

/** What tables say of what pods are given to read: how much there is, never what. */
final class DataColumns {
    private DataColumns() {}

    static Layout configMaps() {
        return Layout.named()
                .cell(
                        Column.text("Data"),
                        (map, now) -> Json.of(map.json().object("data").size()
                                + map.json().object("binaryData").size()))
                .age()
                .build();
    }

    static Layout secrets() {
        return Layout.named()
                .text("Type", secret -> secret.json().text("type", ""))
                .cell(
                        Column.text("Data"),
                        (secret, now) -> Json.of(secret.json().object("data").size()))
                .age()
                .build();
    }

    static Layout serviceAccounts() {
        return Layout.named()
                .cell(
                        Column.text("Secrets"),
                        (account, now) ->
                                Json.of(account.json().array("secrets").size()))
                .age()
                .build();
    }
}
