package dev.soma.runtime.vector;
final class CpuMpbn { CpuMpbn(NeuronTeam t, Form f) {} }
