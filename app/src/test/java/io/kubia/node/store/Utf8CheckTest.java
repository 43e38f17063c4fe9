package io.kubia.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8CheckTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2})
    void agreesWithTheJdksDecoderHoweverTheBytesAreCut(int seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            var bytes = sample(random);
            var check = new Utf8Check();
            int cut = random.nextInt(bytes.length + 1);
            check.add(Arrays.copyOf(bytes, cut));
            check.add(Arrays.copyOfRange(bytes, cut, bytes.length));
            if (check.valid() != decodes(bytes)) {
                throw new AssertionError(Arrays.toString(bytes) + " cut at " + cut + ": " + check.valid());
            }
        }
    }

    @Test
    void nothingIsValid() {
        assertThat(Utf8Check.valid(new byte[0])).isTrue();
    }

    /** Few bytes from the values where the rules turn, so that each rule is met often. */
    private static byte[] sample(SplittableRandom random) {
        int[] edges = {
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
        };
        var bytes = new byte[1 + random.nextInt(6)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) edges[random.nextInt(edges.length)];
        }
        return bytes;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
