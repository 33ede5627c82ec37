import { decoderTests } from './decoder.testing';

decoderTests();
