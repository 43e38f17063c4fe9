package io.kubia.node.store;

import io.kubia.node.store.WriteOutcome.Failure;
import io.kubia.node.store.WriteOutcome.Kind;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What the errors of disk and database mean to a client. */
final class Failures {
    private Failures() {}

    static Failure of(Exception e) {
        return isNoSpace(e)
                ? new Failure(Kind.NO_SPACE, "no space left on the volume")
                : new Failure(Kind.IO_ERROR, "the volume answered with an error: " + e.getMessage());
    }

    /** Full, or over the quota: both end when somebody makes room. */
    static boolean isNoSpace(Exception e) {
        if (e instanceof RocksDBException rocks
                && rocks.getStatus() != null
                && rocks.getStatus().getSubCode() == Status.SubCode.NoSpace) {
            return true;
        }
        var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    static RocksDBException notOpen() {
        return new RocksDBException("the database failed and could not be opened again yet");
    }
}
