package io.kubia.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

/** The check must be able to fail. */
class LeakCheckTest {
    @Test
    void reportsABufferThatWasNotReleased() throws InterruptedException {
        var check = new LeakCheck(true);
        check.start();
        for (int i = 0; i < 10; i++) {
            var _ = ByteBufAllocator.DEFAULT.directBuffer(64);
        }
        assertThat(check.stop()).contains("LEAK: ByteBuf.release() was not called");
    }

    @Test
    void isSilentWhenAllWereReleased() throws InterruptedException {
        var check = new LeakCheck(true);
        check.start();
        for (int i = 0; i < 10; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(64).release();
        }
        assertThat(check.stop()).doesNotContain("LEAK:");
    }
}
