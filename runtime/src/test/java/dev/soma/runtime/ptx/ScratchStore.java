package dev.soma.runtime.ptx;

/** {@code st.shared} and {@code st.local}. */
final class ScratchStore implements Operation.Plain {
    private final Access access;
    private final int[] places;
    private final boolean shared;

    ScratchStore(Access access, int[] places, boolean shared) {
        this.access = access;
        this.places = places;
        this.shared = shared;
    }

    @Override
    public void execute(Warp warp, int mask) {
        ScratchMemory memory = shared ? warp.block().shared() : warp.local();
        long[] r = warp.r;
        PtxType type = access.type();
        if (shared) {
            warp.launch().banks().begin(access.bytes());
        }
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            long address = access.address(r, lane);
            access.checkAligned(warp, lane, address);
            int start = memory.locate(warp, lane, address, access.bytes());
            if (shared) {
                warp.launch().banks().lane(lane, start >> 2);
            }
            for (int i = 0; i < places.length; i++) {
                int offset = start + i * type.bytes();
                long value = type.narrow(r[places[i] + lane]);
                if (shared) {
                    boolean same = memory.peek(lane, offset, type) == value;
                    warp.block().checkWrite(warp, lane, offset, type.bytes(), same);
                }
                memory.store(lane, offset, type, value);
            }
        }
        if (shared) {
            warp.launch().banks().end(warp.launch().counters());
        }
    }
}
