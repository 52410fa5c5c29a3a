package dev.soma.runtime.ptx;

/** {@code ld.shared} and {@code ld.local}. */
final class ScratchLoad implements Operation.Plain {
    private final Access access;
    private final int[] places;
    private final boolean shared;

    ScratchLoad(Access access, int[] places, boolean shared) {
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
            int offset = memory.locate(warp, lane, address, access.bytes());
            if (shared) {
                warp.launch().banks().lane(lane, offset >> 2);
                warp.block().checkRead(warp, lane, offset, access.bytes());
            }
            for (int i = 0; i < places.length; i++) {
                r[places[i] + lane] = memory.load(warp, lane, offset + i * type.bytes(), type);
            }
        }
        if (shared) {
            warp.launch().banks().end(warp.launch().counters());
        }
    }
}
