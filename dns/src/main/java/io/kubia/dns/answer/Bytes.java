package io.kubia.dns.answer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in arrays: those of 16 and of 32 bits as DNS has them, highest byte first. */
final class Bytes {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static int get16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at) & 0xFFFF;
    }

    static void put16(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    static int get32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static void put32(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    /** Four bytes, lowest first, as a number without a sign. */
    static long getLittle32(byte[] bytes, int at) {
        return (int) LITTLE_INTS.get(bytes, at) & 0xFFFF_FFFFL;
    }

    /** Eight bytes, lowest first. */
    static long getLittle64(byte[] bytes, int at) {
        return (long) LITTLE_LONGS.get(bytes, at);
    }

    static void putLittle64(byte[] bytes, int at, long value) {
        LITTLE_LONGS.set(bytes, at, value);
    }
}
