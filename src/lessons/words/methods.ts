/** @file What the lesson “The final comparison” says before and after its run. */
import type { LessonWords } from './lessonWords';

export const methods: LessonWords = {
  text: [
    'Two ends frame the comparison. Full fine-tuning trains every parameter and can do what any of the others can. Training the classifier alone leaves the encoder as it came, and shows what its pre-training already knew about the task.',
    'Between them stands LoRA: on all modules with r=8, the base that most people start from, with r=4 and r=1, on up alone, and on value and up. Each method has a learning rate that suits it.',
    'Four panels belong together here: accuracy with its spread, trainable parameters, memory and speed. A scenario is good if no other is better in all four.',
  ],
  conclusion: [
    'Published, with roberta-base: LoRA on all modules goes the whole way with 1.5 % of the parameters, and value+up as far with 0.9 %: five runs each leave no difference of half a point to either. Up alone, with 0.8 %, ends 0.0044 below all r=8; the article’s text says about 0.04, and five runs do not show even the smaller one. Classifier only stays twelve points behind, at three times the speed and an eighth of the memory.',
    'Fewer trainable parameters do not make training faster by themselves: all r=8 is slower than full fine-tuning, because every adapter adds its own small products. What saves time and memory is fewer modules, and higher ones.',
    'The embedded model knows less beforehand, so its classifier alone stays further behind: 59.0 % when the lab measured it, five seeds each. LoRA on all modules reached 90.6 %, better than r=1 with 88.4 % and than up alone with 88.5 %. Full fine-tuning, with ten times the parameters of r=8, reached 89.4 %, which five seeds do not tell apart from r=8 among so many comparisons, nor from value+up at 89.1 %. Its percentages of parameters are larger too, because small matrices are closer in size to their adapters.',
  ],
};
