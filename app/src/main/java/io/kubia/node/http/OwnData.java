package io.kubia.node.http;

import io.kubia.node.cluster.Content;
import io.kubia.node.cluster.DataInfo;
import io.kubia.node.cluster.LocalData;
import io.kubia.node.store.Body;
import io.kubia.node.store.DataStore;
import io.kubia.node.store.Version;

/** This node's own data, as the cluster read wants it. */
public final class OwnData implements LocalData {
    private final DataStore store;

    /** The data of {@code store}. */
    public OwnData(DataStore store) {
        this.store = store;
    }

    @Override
    public Reading read() {
        var version = store.current();
        return switch (version.content()) {
            case Body.Nothing _ -> new AtOnce(info(version, DataInfo.State.EMPTY), Content.EMPTY);
            case Body.Inline(var bytes) -> new AtOnce(info(version, DataInfo.State.STORED), Content.of(bytes));
            case Body.Chunked chunked -> {
                var reader = store.read(chunked);
                // Overtaken and deleted between the two calls: there is a newer version to read.
                yield reader == null
                        ? read()
                        : new Streamed(info(version, DataInfo.State.STORED), new StoredSource(reader));
            }
        };
    }

    private static DataInfo info(Version version, DataInfo.State state) {
        return new DataInfo(
                state,
                version.sequence(),
                version.sequence() == 0 ? null : version.time(),
                version.contentType(),
                version.length(),
                version.text() ? DataInfo.Form.TEXT : DataInfo.Form.BINARY);
    }
}
