package dev.soma.runtime.ptx;

/** From the name of an instruction to its meaning, control flow excepted. */
final class Decoders {
    private Decoders() {}

    static MemoryDecoder.Decoded decode(Decoding in) {
        return switch (in.opcode()) {
            case "add", "sub", "mul", "mad", "div", "rem", "neg", "abs", "min", "max", "fma", "sqrt", "copysign" ->
                in.endsWith(PtxType.F32)
                        ? counted(FloatDecoder.decode(in), OpClass.FLOAT)
                        : counted(IntegerDecoder.decode(in), OpClass.INTEGER);
            case "setp", "set", "selp", "slct" -> counted(CompareDecoder.decode(in), OpClass.COMPARE);
            case "and",
                    "or",
                    "xor",
                    "not",
                    "shl",
                    "shr",
                    "popc",
                    "clz",
                    "brev",
                    "bfind",
                    "bfe",
                    "bfi",
                    "prmt",
                    "lop3",
                    "shf" -> counted(BitDecoder.decode(in), OpClass.LOGIC);
            case "mov", "cvta" -> counted(MoveDecoder.decode(in), OpClass.MOVE);
            case "cvt" -> counted(ConvertDecoder.decode(in), OpClass.MOVE);
            case "ld", "st" -> MemoryDecoder.decode(in);
            case "vote", "activemask", "shfl", "membar", "fence" -> counted(WarpDecoder.decode(in), OpClass.SYNC);
            default -> throw in.refused("the instruction " + in.opcode() + " is not supported");
        };
    }

    private static MemoryDecoder.Decoded counted(Operation.Plain operation, OpClass opClass) {
        return new MemoryDecoder.Decoded(operation, opClass);
    }
}
