package io.kubia.controller.store;

import static io.kubia.controller.store.Things.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreContract {
    @Override
    ObjectStore open(StoreLimits limits) {
        return new MemoryObjectStore(limits, MemoryObjectStore.Faults.NONE);
    }

    @Test
    void failsAsABrokenDiskWould() {
        try (var store = new MemoryObjectStore(StoreLimits.DEFAULT, write -> {
            throw new StoreException("no disk", null);
        })) {
            var answer = store.write(new Write.Create(pod("a", "x")));

            assertThatThrownBy(answer::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StoreException.class);
            assertThat(store.now().get(pod("a", "x").key())).isEmpty();
        }
    }

    @Test
    void crashesBeforeOrAfterAWrite() {
        var faults = new Crash();
        try (var store = new MemoryObjectStore(StoreLimits.DEFAULT, faults)) {
            faults.before = true;
            assertThatThrownBy(() -> store.write(new Write.Create(pod("a", "x"))))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(store.now().get(pod("a", "x").key())).isEmpty();

            faults.before = false;
            faults.after = true;
            assertThatThrownBy(() -> store.write(new Write.Create(pod("a", "x"))))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(store.now().get(pod("a", "x").key())).isPresent();
        }
    }

    private static final class Crash implements MemoryObjectStore.Faults {
        private boolean before;
        private boolean after;

        @Override
        public void before(Write write) {
            if (before) {
                throw new UnsupportedOperationException("a crash before");
            }
        }

        @Override
        public void after(Write write) {
            if (after) {
                throw new UnsupportedOperationException("a crash after");
            }
        }
    }
}
