<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hans" sourcelanguage="en">
<context>
    <name>AssessClassification</name>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessment report</source>
        <translation>评估报告</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A page with the accuracy measures, their confidence intervals, the confusion matrix and the areas.</source>
        <translation>包含精度指标及其置信区间、混淆矩阵和面积的页面。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A CSV table with one row per class: its measures and its row of the confusion matrix.</source>
        <translation>CSV 表格，每个类别一行：其指标及其在混淆矩阵中的一行。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Overall accuracy</source>
        <translation>总体精度</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Kappa</source>
        <translation>Kappa 系数</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Mean IoU</source>
        <translation>平均 IoU</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessed pixels</source>
        <translation>已评估像素</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class raster</source>
        <translation>分类栅格</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The class raster to assess, from Classify Pixels or any other program: integers in its first band.</source>
        <translation>要评估的分类栅格，来自“像素分类”或任何其他程序：第一个波段中的整数。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (vector)</source>
        <translation>参考（矢量）</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Points or polygons of known class, in any CRS, that no training has seen. A point assesses the pixel under it, a polygon every pixel whose centre it contains. Give either these or a reference raster.</source>
        <translation>类别已知的点或多边形，可为任意 CRS，且未用于任何训练。一个点评估其所在的像素，一个多边形评估中心位于其中的所有像素。请提供这些数据或参考栅格，二者选一。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class field</source>
        <translation>类别字段</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The true class of each feature: a value of the class raster, or a class name from its attribute table or legend.</source>
        <translation>每个要素的真实类别：分类栅格的一个值，或其属性表或图例中的一个类别名称。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (raster)</source>
        <translation>参考（栅格）</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A raster of true class values on any grid and in any CRS, resampled by nearest neighbour.</source>
        <translation>真实类别值的栅格，可为任意网格和任意 CRS，按最近邻法重采样。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Pixels of the reference raster with this value are not assessed. Empty: every value is a class.</source>
        <translation>参考栅格中具有该值的像素不参与评估。留空：每个值都是一个类别。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>none: the reference was chosen by hand or covers everything; the measures are of its pixels alone. stratified: a random sample per class of this map; the measures are weighted by area, and the area of each class is estimated with its standard error. Points from Draw Assessment Sample carry their own design, which is used in place of either.</source>
        <translation>none：参考由人工选取或覆盖全部范围；指标仅针对这些像素。stratified：在此地图的每个类别中随机抽样；指标按面积加权，并估计每个类别的面积及其标准误差。来自“抽取评估样本”的点带有自己的抽样设计，将替代以上两者。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only this extent is assessed, and areas are of it. Empty: the whole raster.</source>
        <translation>仅评估此范围，面积也仅针对此范围。留空：整个栅格。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only pixels inside these polygons are assessed, and areas are of them.</source>
        <translation>仅评估这些多边形内的像素，面积也仅针对它们。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Block size (pixels)</source>
        <translation>块大小（像素）</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Side of the blocks of the spatial block bootstrap for the confidence intervals, which allows for spatial autocorrelation. Choose it larger than the reference polygons. Empty: a tenth of the map.</source>
        <translation>用于计算置信区间的空间分块自助法（bootstrap）的块边长，该方法考虑了空间自相关。请选择大于参考多边形的值。留空：地图的十分之一。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>the true class</source>
        <translation>真实类别</translation>
    </message>
</context>
<context>
    <name>CheckInstallation</name>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation report</source>
        <translation>安装报告</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>A page with all findings, shown in the Results Viewer. The log has them too.</source>
        <translation>包含所有检查结果的页面，显示在结果查看器中。日志中也有这些结果。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Everything works</source>
        <translation>一切正常</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Number of faults</source>
        <translation>故障数量</translation>
    </message>
</context>
<context>
    <name>ClassifyPixels</name>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Imagery</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>要分类的栅格，波段与训练影像相同，像素大小大致相同。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>由“训练像素分类器”写入的文件夹。或其他程序的分割模型：Deepness 或 GeoDeep 的 .onnx 文件（输入其路径，或选择包含它的文件夹），或 segmentation_models_pytorch 的文件夹。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The bands of the raster in the order of the model. Empty: all bands in their own order.</source>
        <translation>按模型顺序排列的栅格波段。留空：所有波段，按其自身顺序。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>仅对此范围进行分类，结果也为此范围。留空：整个栅格。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only pixels inside these polygons are classified; the others become NoData.</source>
        <translation>仅对这些多边形内的像素进行分类；其他像素变为 NoData。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tile size (pixels)</source>
        <translation>切片大小（像素）</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster is classified in overlapping tiles of at most this size. Empty: chosen for the model, about twice the size of its training chips. Larger tiles need more memory and give the network more context than in training.</source>
        <translation>栅格以不超过此大小的重叠切片进行分类。留空：根据模型选择，约为其训练样本块大小的两倍。较大的切片需要更多内存，并为网络提供比训练时更多的上下文。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Overlap (pixels)</source>
        <translation>重叠（像素）</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Neighbouring tiles are blended over this width. Empty: chosen for the model.</source>
        <translation>相邻切片在此宽度内融合。留空：根据模型选择。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tiles that are computed at a time. 0: chosen for speed and the available memory.</source>
        <translation>一次计算的切片数量。0：根据速度和可用内存选择。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>openvino:gpu 和 openvino:npu：Intel 的 GPU 和神经处理单元，openvino:cpu：CPU，在已安装 OpenVINO 时通过其运行（前两者从未测试过）。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Precision</source>
        <translation>计算精度</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>auto: 8-bit integers on a CPU with instructions for them, if OpenVINO is installed and the model&apos;s training showed that they are as accurate. They change about one pixel in two hundred. Else 16-bit numbers where the device computes faster with them; these change about one pixel in two thousand. float32, bfloat16, int8: always these.</source>
        <translation>auto：如果模型的训练表明 8 位整数同样精确，且已安装 OpenVINO，则在具有相应指令的 CPU 上使用 8 位整数，约两百个像素中有一个会改变。否则，在设备使用 16 位数计算更快时使用 16 位数，约两千个像素中有一个会改变。float32、bfloat16、int8：始终使用所选的类型。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Test-time augmentation</source>
        <translation>测试时增强 (TTA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>对每个切片的 4 个旋转，或 8 个旋转和翻转的预测取平均。通常会略微改善结果，耗时为 4 或 8 倍。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>重采样到模型的像素大小</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>为网络将栅格重采样到训练影像的像素大小；结果保持栅格的网格。否：按原样使用栅格，像素大小相差较大时发出警告。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Band scaling</source>
        <translation>波段缩放</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For models of other programs that do not state it: mean and standard deviation of each band in units of the raster, such as 123.7 58.4; 116.3 57.1; 103.5 57.4. One pair is for all bands; 0 255 divides by 255.</source>
        <translation>用于未说明缩放的其他程序的模型：每个波段的均值和标准差，以栅格的单位表示，例如 123.7 58.4; 116.3 57.1; 103.5 57.4。只给一对时用于所有波段；0 255 表示除以 255。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>geotiff: plain GeoTIFF. cog: Cloud Optimized GeoTIFF with overviews, which displays fast at any size and takes one more pass to write.</source>
        <translation>geotiff：普通 GeoTIFF。cog：带概览图的 Cloud Optimized GeoTIFF，在任何比例下都能快速显示，写入时需要多一遍处理。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Data type of class probabilities</source>
        <translation>类别概率的数据类型</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>float: 0 to 1. byte: whole percent, a quarter of the size.</source>
        <translation>float：0 到 1。byte：整数百分比，大小为四分之一。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty measure</source>
        <translation>不确定性度量</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>margin: from the difference between the two most probable classes. entropy: from the distribution over all classes.</source>
        <translation>margin：由概率最高的两个类别之差得出。entropy：由所有类别的分布得出。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of places to label next</source>
        <translation>待标注位置的数量</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The largest number of points in the layer of places to label next.</source>
        <translation>待标注位置图层中的最大点数。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Distance of places to label next (pixels)</source>
        <translation>待标注位置的间距（像素）</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The minimum distance between places to label next. Empty: the chip size of the model.</source>
        <translation>待标注位置之间的最小距离。留空：模型的样本块大小。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Part of the map</source>
        <translation>地图的部分</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For one map by several runs or computers: 1, 2, … up to the number of parts, with all other parameters the same. Finished rows are kept in the folder OUTPUT.strips, and the run that finishes the last part joins them. join: only joins parts that are all there. auto: the number comes from a queue (SLURM array, Kubernetes indexed job, torchrun; scripts in docs/cluster.md). Empty: the whole map, from what is kept of an interrupted run too.</source>
        <translation>用于由多次运行或多台计算机完成同一幅地图：1、2、… 直到部分数量，其他参数全部相同。已完成的行保存在文件夹 OUTPUT.strips 中，完成最后一部分的运行会将它们合并。join：仅合并已全部存在的部分。auto：编号来自队列（SLURM 数组、Kubernetes 索引作业、torchrun；脚本见 docs/cluster.md）。留空：整幅地图，也可接续中断运行所保存的内容。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of parts</source>
        <translation>部分数量</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Into how many parts of about equal height the map is divided, with Part of the map.</source>
        <translation>与“地图的部分”一起使用，将地图分成多少个高度大致相等的部分。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF，包含训练标签的类别值、名称和颜色。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF，包含预测类别的概率，以百分比表示。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class probabilities</source>
        <translation>类别概率</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with one band per class.</source>
        <translation>GeoTIFF，每个类别一个波段。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty</source>
        <translation>不确定性</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the uncertainty of the class, in percent.</source>
        <translation>GeoTIFF，包含类别的不确定性，以百分比表示。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of possible classes</source>
        <translation>可能类别的数量</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the size of the prediction set: how many classes are possible at a pixel, so that the true one is among them at 90 % of pixels like those of the validation. At least 1. Needs a model that was trained with validation.</source>
        <translation>GeoTIFF，包含预测集的大小：一个像素有多少个可能的类别，使得在与验证相似的像素中，90 % 的真实类别包含在内。至少为 1。需要经过验证训练的模型。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class areas</source>
        <translation>类别面积</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A table (CSV) with the pixels and hectares of each class; on the ellipsoid for a geographic CRS.</source>
        <translation>表格 (CSV)，包含每个类别的像素数和公顷数；对于地理 CRS，在椭球面上计算。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Places to label next</source>
        <translation>待标注位置</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>点图层 (GeoPackage)，包含类别最不确定的位置，分布于整个栅格：在这些位置标注对模型的改进最大。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The rasters are Cloud Optimized GeoTIFFs, as chosen for {outputs}; FORMAT is {format}.</source>
        <translation>栅格为 Cloud Optimized GeoTIFF，按 {outputs} 的选择；FORMAT 为 {format}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>{raster} has no colours: {reason}</source>
        <translation>{raster} 没有颜色：{reason}</translation>
    </message>
</context>
<context>
    <name>DrawAssessmentSample</name>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Assessment sample</source>
        <translation>评估样本</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A GeoPackage of points with an empty field “reference”: choose the true class there from a list. The points carry the sampling design, which Assess Classification reads. The class on the map is hidden.</source>
        <translation>点的 GeoPackage，带有空字段“reference”，应从列表中填入真实类别。这些点带有“评估分类结果”所读取的抽样设计。地图上的类别被隐藏。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of points</source>
        <translation>点数</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of strata</source>
        <translation>层数</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class raster</source>
        <translation>分类栅格</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The map to be assessed: integers in its first band. No point is drawn where it is NoData. Give either this or polygons.</source>
        <translation>要评估的地图：第一个波段中的整数。NoData 处不抽取点。请提供此项或多边形，二者选一。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons</source>
        <translation>多边形</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A map of polygons in place of a class raster. Points are drawn inside them.</source>
        <translation>代替分类栅格的多边形地图。点在多边形内抽取。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class field</source>
        <translation>类别字段</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The class of each polygon, as a number or text; 0 is left out. Empty: all are of one class.</source>
        <translation>每个多边形的类别，为数字或文本；0 被排除。留空：全部属于同一类别。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Design</source>
        <translation>抽样设计</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>stratified: random points in each class of the map, so that rare classes get enough. random: random points anywhere. systematic: a regular lattice with a random start.</source>
        <translation>stratified：在地图的每个类别中随机取点，使稀有类别有足够的点。random：在任意位置随机取点。systematic：起点随机的规则格网。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Empty: as many as the standard error takes.</source>
        <translation>留空：按标准误差的要求确定。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Standard error of the overall accuracy (%)</source>
        <translation>总体精度的标准误差（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The wanted precision, which counts if the number of points is empty. The 95 % confidence interval reaches twice as far to either side. Half of it takes four times the points (Olofsson et al. 2014, equation 13).</source>
        <translation>期望的精度，在点数留空时生效。95 % 置信区间向两侧各延伸其两倍。将其减半需要四倍的点（Olofsson et al. 2014，公式 13）。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy (%)</source>
        <translation>预期用户精度（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How many of the points of a class are expected to be correct. 50 is the most cautious guess and takes the most points.</source>
        <translation>预期一个类别的点中有多少是正确的。50 是最保守的估计，需要的点最多。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy per class (%)</source>
        <translation>各类别的预期用户精度（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>By class value or name, such as “1: 70, forest: 90”. Other classes have the one above.</source>
        <translation>按类别值或名称，例如“1: 70, forest: 90”。其他类别使用上面的值。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Allocation</source>
        <translation>分配</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How points are divided among classes. floor: by area, with a least number for rare classes. proportional: by area. equal: the same number for each class, for precise user&apos;s accuracies.</source>
        <translation>点如何分配到各类别。floor：按面积，稀有类别有最少数量。proportional：按面积。equal：每个类别数量相同，以获得精确的用户精度。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Least points per class</source>
        <translation>每个类别的最少点数</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>For the allocation “floor”. 50 to 100 are usual.</source>
        <translation>用于分配方式“floor”。通常为 50 到 100。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Minimum distance (m)</source>
        <translation>最小距离（米）</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The least distance between any two points on the ground, in any CRS. 0: none.</source>
        <translation>地面上任意两点之间的最小距离，适用于任意 CRS。0：无。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn in this extent only. Empty: in the whole map.</source>
        <translation>仅在此范围内抽取点。留空：整幅地图。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn inside these polygons only.</source>
        <translation>仅在这些多边形内抽取点。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Cell size of polygons</source>
        <translation>多边形的像元大小</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons are divided into square cells of this side, in units of their CRS, and points are cell centres. Empty: a 5000th of the longer side of their extent.</source>
        <translation>多边形被划分为此边长的正方形像元，以其 CRS 的单位表示，点为像元中心。留空：其范围较长边的 1/5000。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The same seed, map and settings give the same points.</source>
        <translation>相同的种子、地图和设置得到相同的点。</translation>
    </message>
</context>
<context>
    <name>ExportModel</name>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>A folder written by Train Pixel Classifier.</source>
        <translation>由“训练像素分类器”写入的文件夹。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>onnx: an ONNX file that takes the values of the raster, for onnxruntime, Deepness and Classify Pixels. onnx_geodeep: one for GeoDeep, which takes 3 bands of bytes and divides them by 255; Deepness reads it, too. stac: an item (JSON) that describes the model folder in a STAC catalogue. dlpk: an Esri model package for ArcGIS Pro, never tried there. int8: int8.safetensors, which lies in the model folder and lets Classify Pixels compute in 8-bit integers; for models that were trained without it.</source>
        <translation>onnx：以栅格的值为输入的 ONNX 文件，用于 onnxruntime、Deepness 和“像素分类”。onnx_geodeep：用于 GeoDeep 的文件，它读取 3 个字节型波段并除以 255；Deepness 也能读取。stac：在 STAC 目录中描述模型文件夹的条目 (JSON)。dlpk：用于 ArcGIS Pro 的 Esri 模型包，从未在其中测试过。int8：int8.safetensors，位于模型文件夹中，使“像素分类”能以 8 位整数计算；用于训练时没有它的模型。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Tile size (pixels)</source>
        <translation>切片大小（像素）</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>The side of the tiles, which is fixed in an ONNX model. Empty: chosen for the model, as in Classify Pixels.</source>
        <translation>切片的边长，在 ONNX 模型中是固定的。留空：根据模型选择，与“像素分类”中相同。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Training chips folder</source>
        <translation>训练样本块文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>For the format int8: the chips of the training, on which the quantised network is measured and tried.</source>
        <translation>用于格式 int8：训练所用的样本块，量化网络在其上测量和试验。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>ONNX files (*.onnx);;JSON files (*.json);;Esri model packages (*.dlpk);;Quantised forms (*.safetensors)</source>
        <translation>ONNX 文件 (*.onnx);;JSON 文件 (*.json);;Esri 模型包 (*.dlpk);;量化形式 (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Exported model</source>
        <translation>导出的模型</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>An .onnx file with the network, its scaling and its metadata, or a .dlpk package with the same. Or a .json file that refers to the files of the model folder. The model folder stays as it is.</source>
        <translation>包含网络、其缩放和元数据的 .onnx 文件，或内容相同的 .dlpk 包。或引用模型文件夹中文件的 .json 文件。模型文件夹保持不变。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Equal labels (%)</source>
        <translation>相同标签（%）</translation>
    </message>
</context>
<context>
    <name>ExportTrainingChips</name>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Training chips folder</source>
        <translation>训练样本块文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A new or empty folder, or an earlier export, which is replaced once the new one is complete (or extended, see Append to the folder).</source>
        <translation>新的或空的文件夹，或先前的导出结果，在新结果完整后被替换（或被扩展，见“追加到文件夹”）。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Footprints</source>
        <translation>样本块轮廓</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per chip, to check the chips by eye: shares of each class, of labelled pixels and of NoData, its placement, and the class it was placed for.</source>
        <translation>多边形图层 (GeoPackage)，每个样本块一个多边形，用于目视检查样本块：各类别、有标签像素和 NoData 的比例，其放置方式，以及为哪个类别放置。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips</source>
        <translation>样本块数量</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of classes</source>
        <translation>类别数量</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Imagery</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>从中裁切样本块的栅格：GDAL 可读取的任何格式、任意数量的波段、任何数值数据类型。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Bands to use, in this order. Empty: all bands, except an alpha band that is a mask.</source>
        <translation>要使用的波段，按此顺序。留空：所有波段，作为掩膜的 alpha 波段除外。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (vector)</source>
        <translation>标签（矢量）</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Polygons, or points and lines with a buffer, in any CRS. Give either these or a label raster. A categorised symbology on the class field sets class names and colours.</source>
        <translation>多边形，或带缓冲区的点和线，可为任意 CRS。请提供这些数据或标签栅格，二者选一。按类别字段的分类符号化决定类别名称和颜色。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Class field</source>
        <translation>类别字段</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled. Empty: every feature is of class 1.</source>
        <translation>整数保留为类别值；文本成为类别名称，并从 1 开始编号。0 表示无标签。留空：每个要素都属于类别 1。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer distance around features, in units of the labels&apos; CRS (negative: polygons shrink). Points and lines without a buffer label the pixels that they touch.</source>
        <translation>要素周围的缓冲距离，以标签 CRS 的单位表示（负值：多边形缩小）。没有缓冲区的点和线标注它们所接触的像素。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (raster)</source>
        <translation>标签（栅格）</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A raster of class values on any grid and in any CRS, resampled by nearest neighbour. NoData is left out, whatever the unlabelled value.</source>
        <translation>类别值的栅格，可为任意网格和任意 CRS，按最近邻法重采样。无论无标签值是什么，NoData 都被排除。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Unlabelled value (label raster)</source>
        <translation>无标签值（标签栅格）</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The value of unlabelled pixels in the label raster. Empty: every value is a class. If it is not 0, 0 is a class; train with an empty ignore class then.</source>
        <translation>标签栅格中无标签像素的值。留空：每个值都是一个类别。如果不是 0，则 0 是一个类别；此时请将忽略类别留空进行训练。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chip size (pixels)</source>
        <translation>样本块大小（像素）</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>正方形样本块的边长，为 32 的倍数。一个样本块应显示一个地物及其周围环境。留空：256，如果栅格边长小于 2048 像素则更小。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Stride (pixels)</source>
        <translation>步长（像素）</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Distance between neighbouring chips. Empty: half the chip size, so that chips overlap by half.</source>
        <translation>相邻样本块之间的距离。留空：样本块大小的一半，使样本块重叠一半。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Placement</source>
        <translation>放置方式</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window：在每个步长处，与标签相交的样本块。labels：围绕有标签像素的样本块，每个类别数量相同，适用于稀有类别和小多边形。both：两者一起。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips per class</source>
        <translation>每个类别的样本块</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips placed around the labels of each class, with “labels” and “both”. A class with fewer labelled pixels gets one chip per pixel.</source>
        <translation>使用“labels”和“both”时，围绕每个类别的标签放置的样本块数量。有标签像素较少的类别，每个像素得到一个样本块。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips are cut inside this extent only. Empty: the whole raster.</source>
        <translation>仅在此范围内裁切样本块。留空：整个栅格。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Pixels outside these polygons are NoData: neither labelled nor background.</source>
        <translation>这些多边形之外的像素为 NoData：既无标签也不是背景。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Minimum labelled share (%)</source>
        <translation>最小有标签比例（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips with a smaller share of labelled pixels are left out. 0: one labelled pixel is enough.</source>
        <translation>有标签像素比例更小的样本块被排除。0：有一个有标签像素即可。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Keep chips without labels</source>
        <translation>保留无标签的样本块</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>For labels that cover everything, in which 0 is a class of its own (background).</source>
        <translation>用于覆盖全部范围的标签，其中 0 本身是一个类别（背景）。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The same seed places the same chips around labels.</source>
        <translation>相同的种子在标签周围放置相同的样本块。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Append to the folder</source>
        <translation>追加到文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Adds a scene to an earlier export with the same bands, chip size and classes.</source>
        <translation>将一个场景添加到波段、样本块大小和类别相同的先前导出结果中。</translation>
    </message>
</context>
<context>
    <name>PixelClassifier</name>
    <message>
        <location filename="../../provider/context_menu.py"/>
        <source>Pixel Classifier: Classify Pixels…</source>
        <translation>Pixel Classifier：像素分类…</translation>
    </message>
    <message>
        <location filename="../../provider/provider.py"/>
        <source>Pixel Classifier</source>
        <translation>Pixel Classifier</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>deep learning,model,workflow,land cover,land use,classification,segmentation</source>
        <translation>深度学习,模型,工作流,土地覆盖,土地利用,分类,分割</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assess Classification</source>
        <translation>评估分类结果</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Computes the accuracy of a class raster and the areas of its classes from reference data.</source>
        <translation>根据参考数据计算分类栅格的精度及各类别的面积。</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>accuracy,accuracy assessment,validation,confusion matrix,error matrix,kappa,area estimation,ground truth</source>
        <translation>精度,精度评估,验证,混淆矩阵,误差矩阵,kappa,面积估计,地面真值</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Out of memory. Use smaller chips, tiles or batches, or close other programs.</source>
        <translation>内存不足。请使用更小的样本块、切片或批次，或关闭其他程序。</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>The operating system refused access to a file: {reason}</source>
        <translation>操作系统拒绝访问文件：{reason}</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Classification with deep learning</source>
        <translation>深度学习分类</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>像素分类</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classifies every pixel of a raster with a trained model.</source>
        <translation>使用训练好的模型对栅格的每个像素进行分类。</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>deep learning,prediction,inference,segmentation,land cover,land use,classification,apply</source>
        <translation>深度学习,预测,推理,分割,土地覆盖,土地利用,分类,应用</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draw Assessment Sample</source>
        <translation>抽取评估样本</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draws the random points whose true classes show how accurate a map is.</source>
        <translation>抽取随机点，其真实类别可显示地图的精度。</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>accuracy,accuracy assessment,validation,random points,stratified sample,sampling design,sample size,ground truth</source>
        <translation>精度,精度评估,验证,随机点,分层样本,抽样设计,样本量,地面真值</translation>
    </message>
    <message>
        <location filename="../../algorithms/engine/settings.py"/>
        <source>Where Pixel Classifier trains and classifies: the path of a Python that has PyTorch and GDAL; in_process for the process of QGIS; empty for an engine process with the environment of Set Up Deep Learning.</source>
        <translation>Pixel Classifier 在何处训练和分类：具有 PyTorch 和 GDAL 的 Python 的路径；in_process 表示 QGIS 的进程；留空表示使用“设置深度学习”环境的独立进程。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Export Model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Writes a trained model for other programs: ONNX, STAC, Esri model package.</source>
        <translation>为其他程序写入训练好的模型：ONNX、STAC、Esri 模型包。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>deep learning,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,share,exchange,convert,segmentation</source>
        <translation>深度学习,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,共享,交换,转换,分割</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>导出训练样本块</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Cuts imagery and labels into chips to train a pixel classifier on.</source>
        <translation>将影像和标签裁切成样本块，用于训练像素分类器。</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>deep learning,training data,samples,tiles,chips,classified tiles,segmentation,labels</source>
        <translation>深度学习,训练数据,样本,切片,样本块,classified tiles,分割,标签</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several layers, and none is named. Give one of them: {names}</source>
        <translation>{path} 包含多个图层，但未指定其中任何一个。请给出其中之一：{names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several rasters, and none is named. Give one of them: {names}</source>
        <translation>{path} 包含多个栅格，但未指定其中任何一个。请给出其中之一：{names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>its result is empty</source>
        <translation>其结果为空</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>{name} is the expression {expression}, which has no value: {reason}. Correct it, or give the value itself.</source>
        <translation>{name} 是表达式 {expression}，它没有值：{reason}。请更正该表达式，或直接给出值。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Both {vector} and {raster} are given. Give one of them and empty the other.</source>
        <translation>{vector} 和 {raster} 都已提供。请只提供其中一个，并将另一个留空。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Neither {vector} nor {raster} is given. Give a vector layer or a raster.</source>
        <translation>{vector} 和 {raster} 均未提供。请提供矢量图层或栅格。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>{field} is empty. Choose the field of “{layer}” that holds {what}: {fields}.</source>
        <translation>{field} 为空。请选择“{layer}”中包含{what}的字段：{fields}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/layers.py"/>
        <source>{output} would overwrite the input {path}. Choose another name.</source>
        <translation>{output} 会覆盖输入 {path}。请选择其他名称。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>{name} is {value}. {valid}</source>
        <translation>{name} 为 {value}。{valid}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose one of: {options}.</source>
        <translation>请从以下选项中选择：{options}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give band numbers from 1 on, separated by semicolons, such as 1;3.</source>
        <translation>请给出从 1 开始的波段编号，以分号分隔，例如 1;3。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give true or false.</source>
        <translation>请给出 true 或 false。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give xmin,xmax,ymin,ymax, with another CRS than the raster&apos;s in brackets ([EPSG:4326]), or a layer.</source>
        <translation>请给出 xmin,xmax,ymin,ymax（坐标系与栅格不同时写在方括号中，如 [EPSG:4326]），或一个图层。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} from {low:g} to {high:g}.</source>
        <translation>请选择 {low:g} 到 {high:g} 之间的{number}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} of at least {low:g}.</source>
        <translation>请选择不小于 {low:g} 的{number}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give a {number}, or leave it empty.</source>
        <translation>请给出一个{number}，或将其留空。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/parameter_values.py"/>
        <source>{name} ({label}) is empty, and needs a value.</source>
        <translation>{name}（{label}）为空，必须给出值。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/raster_loading.py"/>
        <source>{path} ({name}) is no raster: {reason}.</source>
        <translation>{path}（{name}）不是栅格：{reason}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, whose source cannot be opened: {source}. Repair the data source of the layer.</source>
        <translation>{name} 是图层“{layer}”，其数据源无法打开：{source}。请修复该图层的数据源。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no raster layer. Choose a raster layer.</source>
        <translation>{name} 是图层“{layer}”，它不是栅格图层。请选择栅格图层。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no vector layer. Choose a vector layer.</source>
        <translation>{name} 是图层“{layer}”，它不是矢量图层。请选择矢量图层。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is “{layer}”, the name of {count} layers of the project. Give the id of one of them: {ids}.</source>
        <translation>{name} 是“{layer}”，工程中有 {count} 个图层使用此名称。请给出其中一个图层的 ID：{ids}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{path} ({name}) is no vector layer: {reason}.</source>
        <translation>{path}（{name}）不是矢量图层：{reason}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training and validation</source>
        <translation>训练和验证</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>1 class</source>
        <translation>1 类</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} classes</source>
        <translation>{count} 类</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} or more classes</source>
        <translation>{count} 类或更多</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Check Installation</source>
        <translation>检查安装</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Reports whether training and classification work on this computer, and how to repair them.</source>
        <translation>报告训练和分类在此计算机上是否可用，以及如何修复。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,driver,test,diagnosis,troubleshooting</source>
        <translation>安装,pytorch,torch,cuda,gpu,驱动程序,测试,诊断,故障排除</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation</source>
        <translation>安装</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Set Up Deep Learning</source>
        <translation>设置深度学习</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installs PyTorch for training and classification, beside QGIS and without changing it.</source>
        <translation>安装用于训练和分类的 PyTorch，与 QGIS 并存且不更改 QGIS。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,environment,pip,repair,update</source>
        <translation>安装,pytorch,torch,cuda,gpu,环境,pip,修复,更新</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Train Pixel Classifier</source>
        <translation>训练像素分类器</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Trains a neural network for pixel classification on chips of imagery and labels.</source>
        <translation>使用影像和标签的样本块训练用于像素分类的神经网络。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>deep learning,training,segmentation,u-net,unet,deeplab,pspnet,neural network,pytorch</source>
        <translation>深度学习,训练,分割,u-net,unet,deeplab,pspnet,神经网络,pytorch</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each. openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>auto：如果有 GPU，使用第一个 GPU，否则使用 CPU。cuda:all：此计算机的所有 NVIDIA GPU，每个 GPU 一个进程。openvino:gpu 和 openvino:npu：Intel 的 GPU 和神经处理单元，openvino:cpu：CPU，在已安装 OpenVINO 时通过其运行（前两者从未测试过）。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>仅对此范围进行分类，结果也为此范围。留空：整个栅格。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>要分类的栅格，波段与训练影像相同，像素大小大致相同。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>由“训练像素分类器”写入的文件夹。或其他程序的分割模型：Deepness 或 GeoDeep 的 .onnx 文件（输入其路径，或选择包含它的文件夹），或 segmentation_models_pytorch 的文件夹。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A polygon for each patch, with the fields value and name of its class.</source>
        <translation>每个图斑一个多边形，带有其类别的字段 value 和 name。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>为网络将栅格重采样到训练影像的像素大小；结果保持栅格的网格。否：按原样使用栅格，像素大小相差较大时发出警告。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Patches of fewer pixels take the class of their largest neighbour. 1: keeps all.</source>
        <translation>像素较少的图斑取其最大相邻图斑的类别。1：全部保留。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>对每个切片的 4 个旋转，或 8 个旋转和翻转的预测取平均。通常会略微改善结果，耗时为 4 或 8 倍。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classifies imagery with a trained model, removes small patches, and vectorises the rest to polygons with class names.</source>
        <translation>使用训练好的模型对影像进行分类，去除小图斑，并将其余部分矢量化为带类别名称的多边形。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classify, clean and vectorise</source>
        <translation>分类、清理和矢量化</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF，包含训练标签的类别值、名称和颜色。</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Extent</source>
        <translation>范围</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Imagery</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Polygons</source>
        <translation>多边形</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>重采样到模型的像素大小</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Smallest patch (pixels)</source>
        <translation>最小图斑（像素）</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Test-time augmentation</source>
        <translation>测试时增强 (TTA)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto 训练 unet 和 pixel，并取两者的平均，或保留在验证块上明显更好的一个。pixel 每次只看一个像素：适用于光谱和嵌入特征；训练只需数秒。pspnet 和 deeplabv3 比 unet 看到更多上下文，但轮廓较粗糙。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>每步的样本块数量，2 或更多。0：内存能容纳的数量。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>正方形样本块的边长，为 32 的倍数。一个样本块应显示一个地物及其周围环境。留空：256，如果栅格边长小于 2048 像素则更小。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled.</source>
        <translation>整数保留为类别值；文本成为类别名称，并从 1 开始编号。0 表示无标签。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto：如果有 GPU，使用第一个 GPU，否则使用 CPU。cuda:all：使用本机所有 NVIDIA GPU，每个 GPU 一个进程。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>提取特征的骨干网络。较大的编码器学到更多，训练更慢，需要更多样本块。pixel 不使用。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>遍历所有样本块的次数。留空：自动，20，如果耗时超过约一小时则更少。保留验证平均 IoU 不明显低于最高值的最后一轮。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>从中裁切样本块的栅格：GDAL 可读取的任何格式、任意数量的波段、任何数值数据类型。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Polygons, points or lines, in any CRS. A categorised symbology on the class field sets class names and colours.</source>
        <translation>多边形、点或线，可为任意 CRS。按类别字段的分类符号化决定类别名称和颜色。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window：在每个步长处，与标签相交的样本块。labels：围绕有标签像素的样本块，每个类别数量相同，适用于稀有类别和小多边形。both：两者一起。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>相同的种子在同一台计算机的 CPU 上得到相同的模型。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none：随机初始权重。imagenet：在照片上预训练的编码器权重，首次使用时下载。auto：如果 imagenet 权重在此计算机上或可在数秒内下载，则使用 imagenet，否则为 none。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Trains on imagery and a few labelled polygons, and classifies every pixel of the imagery.</source>
        <translation>使用影像和少量带标签的多边形进行训练，并对影像的每个像素进行分类。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Train and classify</source>
        <translation>训练和分类</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Architecture</source>
        <translation>网络架构</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chip size (pixels)</source>
        <translation>样本块大小（像素）</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Class field</source>
        <translation>类别字段</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF，包含预测类别的概率，以百分比表示。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Epochs</source>
        <translation>训练轮数 (epochs)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>新的或空的文件夹，或先前的模型，在新模型完整后被替换。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Placement</source>
        <translation>放置方式</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Places to label next</source>
        <translation>待标注位置</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>点图层 (GeoPackage)，包含类别最不确定的位置，分布于整个栅格：在这些位置标注对模型的改进最大。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>包含曲线、各类别精度、混淆矩阵和示例的页面，显示在结果查看器中。</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Pretrained weights</source>
        <translation>预训练权重</translation>
    </message>
    <message>
        <location filename="../help/assessclassification.html"/>
        <source>&lt;p&gt;Computes the accuracy of a class raster from reference data, and estimates the areas of its classes. Needs no PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/assessclassification.png&quot; width=&quot;220&quot; alt=&quot;A class raster on the left, the reference on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Class raster&lt;/b&gt;: from &lt;i&gt;Classify Pixels&lt;/i&gt; or any other program.&lt;/p&gt;
&lt;p&gt;A &lt;b&gt;reference&lt;/b&gt; that no training has seen, one of:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;a &lt;b&gt;vector layer&lt;/b&gt; of points or polygons in any CRS, with a field of class values or class names. A point assesses the pixel under
it; several points in one pixel all count.&lt;/li&gt;
&lt;li&gt;a &lt;b&gt;raster&lt;/b&gt; of class values on any grid and in any CRS.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Classes that only the map or only the reference has are reported in a warning and kept in the confusion matrix.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Sampling&lt;/b&gt; decides what the measures stand for. With &lt;i&gt;none&lt;/i&gt; they are those of the reference pixels, with confidence intervals from a
spatial block bootstrap, which allows for spatial autocorrelation. With &lt;i&gt;stratified&lt;/i&gt; (a random sample per class of this map) they are weighted by
the mapped area. The &lt;b&gt;area&lt;/b&gt; of each class is then estimated with its standard error and 95&amp;nbsp;% confidence interval (Olofsson et al. 2014). Points from &lt;i&gt;Draw Assessment Sample&lt;/i&gt; carry their own
design, which is used in place of either; their class field is &lt;b&gt;reference&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;Overall accuracy, kappa and mean IoU, also for models. Per class: precision (user&apos;s accuracy), recall (producer&apos;s accuracy), F1 and IoU. The
&lt;b&gt;report&lt;/b&gt; (HTML) has them with confidence intervals, the confusion matrix and the areas. The &lt;b&gt;table&lt;/b&gt; (CSV) has one row per class.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;A map of four classes, and 50 random points per class whose true class you looked up in a better image:&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:assessclassification -- INPUT=classes.tif REFERENCE=points.gpkg CLASS_FIELD=class SAMPLING=stratified
REPORT=assessment.html&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;根据参考数据计算分类栅格的精度，并估计其各类别的面积。不需要 PyTorch。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/assessclassification.png&quot; width=&quot;220&quot; alt=&quot;左侧为分类栅格，右侧为参考&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;分类栅格&lt;/b&gt;：来自&lt;i&gt;像素分类&lt;/i&gt;或任何其他程序。&lt;/p&gt;
&lt;p&gt;未用于任何训练的&lt;b&gt;参考&lt;/b&gt;，以下之一：&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;任意 CRS 的点或多边形&lt;b&gt;矢量图层&lt;/b&gt;，带有类别值或类别名称的字段。一个点评估其所在的像素；一个像素中的多个点全部计入。&lt;/li&gt;
&lt;li&gt;任意网格和任意 CRS 的类别值&lt;b&gt;栅格&lt;/b&gt;。&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;仅地图具有或仅参考具有的类别会以警告报告，并保留在混淆矩阵中。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;采样&lt;/b&gt;决定指标代表什么。选择 &lt;i&gt;none&lt;/i&gt; 时，指标仅针对参考像素，置信区间来自空间分块自助法（bootstrap），该方法考虑了空间自相关。选择 &lt;i&gt;stratified&lt;/i&gt;（在此地图的每个类别中随机抽样）时，指标按制图面积加权。此时还估计每个类别的&lt;b&gt;面积&lt;/b&gt;及其标准误差和
95&amp;nbsp;% 置信区间（Olofsson et al. 2014）。来自&lt;i&gt;抽取评估样本&lt;/i&gt;的点带有自己的抽样设计，将替代以上两者；其类别字段为 &lt;b&gt;reference&lt;/b&gt;。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;总体精度、Kappa 系数和平均 IoU，也可用于模型。每个类别：精确率（用户精度）、召回率（生产者精度）、F1 和 IoU。&lt;b&gt;报告&lt;/b&gt; (HTML) 包含这些指标及其置信区间、混淆矩阵和面积。&lt;b&gt;表格&lt;/b&gt; (CSV) 每个类别一行。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;一幅有四个类别的地图，每个类别 50 个随机点，其真实类别已在更好的影像中查得：&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:assessclassification -- INPUT=classes.tif REFERENCE=points.gpkg CLASS_FIELD=class SAMPLING=stratified
REPORT=assessment.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/checkinstallation.html"/>
        <source>&lt;p&gt;Reports whether training and classification work on this computer, and the remedy for each fault.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/checkinstallation.png&quot; width=&quot;220&quot; alt=&quot;The log of a check: packages and conclusion&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;None. The check finds the Python that trains and classifies, and compares its packages with the tested versions. It checks numpy and GDAL, and runs
a small network on each device for some seconds. Each check runs in a process of its own, so a crashing driver is reported and does no harm.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;The findings, in the log and as a &lt;b&gt;report&lt;/b&gt; in the Results Viewer. Attach the report when you ask for help. Scripts get &lt;b&gt;OK&lt;/b&gt; and the
number of &lt;b&gt;faults&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:checkinstallation -- REPORT=check.html&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;报告训练和分类在此计算机上是否可用，以及每个故障的解决办法。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/checkinstallation.png&quot; width=&quot;220&quot; alt=&quot;检查的日志：软件包和结论&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;无。检查会找到用于训练和分类的 Python，将其软件包与测试过的版本进行比较。它还检查 numpy 和 GDAL，并在每个设备上运行一个小型网络数秒。每项检查都在独立的进程中运行，因此驱动程序崩溃时会被报告，而不会造成损害。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;检查结果，在日志中，并作为&lt;b&gt;报告&lt;/b&gt;显示在结果查看器中。寻求帮助时请附上该报告。脚本会得到 &lt;b&gt;OK&lt;/b&gt; 和&lt;b&gt;故障&lt;/b&gt;数量。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:checkinstallation -- REPORT=check.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/classifycleanandvectorise.html"/>
        <source>&lt;p&gt;From imagery and a trained model to a class raster and to polygons with class names: &lt;i&gt;Classify Pixels&lt;/i&gt;, then &lt;i&gt;Sieve&lt;/i&gt; and
&lt;i&gt;Polygonize&lt;/i&gt; of GDAL, then &lt;i&gt;Join attributes by field value&lt;/i&gt; of QGIS. To change the model, open
&lt;code&gt;resources/models/classifycleanandvectorise.model3&lt;/code&gt; of the plugin&apos;s folder in the modeler and save it as your own.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifycleanandvectorise.png&quot; width=&quot;220&quot; alt=&quot;Imagery on the left, polygons of its classes on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt; with the bands and about the pixel size of the training imagery. The &lt;b&gt;model folder&lt;/b&gt; comes from &lt;i&gt;Train Pixel Classifier&lt;/i&gt; or
&lt;i&gt;Train and classify&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Smallest patch&lt;/b&gt;: patches of fewer connected pixels of one class take the class of their largest neighbour. Pixels connect by their sides,
not by their corners. At one metre per pixel, 20 pixels are 20 square metres. Patches without a neighbour, such as islands in NoData, stay.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt;: the class raster before the cleaning, with names and colours. &lt;b&gt;Polygons&lt;/b&gt;: one for each remaining patch, with the fields
&lt;code&gt;value&lt;/code&gt; and &lt;code&gt;name&lt;/code&gt;.&lt;/p&gt;
&lt;p&gt;The model needs the Python packages torch, torchvision and segmentation-models-pytorch, which &lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifycleanandvectorise -- imagery=photo.tif model_folder=model smallest_patch=50 classes=classes.tif polygons=cover.gpkg&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;由影像和训练好的模型得到分类栅格和带类别名称的多边形：先&lt;i&gt;像素分类&lt;/i&gt;，然后是 GDAL 的&lt;i&gt;滤除碎斑&lt;/i&gt;和&lt;i&gt;栅格矢量化 (栅格转矢量)&lt;/i&gt;，再是 QGIS 的&lt;i&gt;按字段值连接属性&lt;/i&gt;。要更改该模型，请在模型构建器中打开插件文件夹的
&lt;code&gt;resources/models/classifycleanandvectorise.model3&lt;/code&gt;，并另存为您自己的模型。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifycleanandvectorise.png&quot; width=&quot;220&quot; alt=&quot;左侧为影像，右侧为其类别的多边形&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;影像&lt;/b&gt;，波段与训练影像相同，像素大小大致相同。&lt;b&gt;模型文件夹&lt;/b&gt;来自&lt;i&gt;训练像素分类器&lt;/i&gt;或&lt;i&gt;训练和分类&lt;/i&gt;。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;最小图斑&lt;/b&gt;：同一类别相连像素较少的图斑取其最大相邻图斑的类别。像素通过边相连，而非通过角。若每像素一米，则 20 个像素为 20 平方米。没有相邻图斑的图斑（如 NoData 中的孤岛）保持不变。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;类别&lt;/b&gt;：清理之前的分类栅格，带有名称和颜色。&lt;b&gt;多边形&lt;/b&gt;：每个剩余图斑一个，带有字段 &lt;code&gt;value&lt;/code&gt; 和 &lt;code&gt;name&lt;/code&gt;。&lt;/p&gt;
&lt;p&gt;该模型需要 Python 软件包 torch、torchvision 和 segmentation-models-pytorch，由&lt;i&gt;设置深度学习&lt;/i&gt;安装。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifycleanandvectorise -- imagery=photo.tif model_folder=model smallest_patch=50 classes=classes.tif polygons=cover.gpkg&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/classifypixels.html"/>
        <source>&lt;p&gt;Classifies every pixel of a raster with a trained model.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifypixels.png&quot; width=&quot;220&quot; alt=&quot;Imagery on the left, its classes on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt; with the same bands, in the same order and units, and about the same pixel size as the training imagery. Bands that do not
match stop the run with an error. Values outside the range of the training data give a warning with their share and range. If the bands are in another
order, choose them under &lt;i&gt;Bands&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Model folder&lt;/b&gt;: from &lt;i&gt;Train Pixel Classifier&lt;/i&gt;. Segmentation models of other programs work, too: an &lt;code&gt;.onnx&lt;/code&gt; file as of Deepness or GeoDeep (type its path, or
choose the folder that holds it), and a folder of segmentation_models_pytorch. &lt;b&gt;Band scaling&lt;/b&gt; gives mean and standard deviation of the bands where they do not state them.&lt;/p&gt;
&lt;p&gt;The raster is classified in tiles that overlap and are blended, so seams do not show. Rasters of any size work; memory use depends on the
tile size and the width of the raster. If memory runs out, smaller batches, then smaller tiles, then the CPU are used, and the log reports it.
Progress counts pixels, and the log has the remaining time.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Resample to the model&apos;s pixel size&lt;/b&gt; resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the
raster. &lt;b&gt;Test-time augmentation&lt;/b&gt; averages the predictions of 4 or 8 rotations and reflections of each tile: often a little better, and 4 or 8 times as
slow.&lt;/p&gt;
&lt;p&gt;A long run that was interrupted resumes where it was when you start it again with the same parameters; until then its finished rows are in a folder beside
the result that ends in &lt;code&gt;.strips&lt;/code&gt;. &lt;b&gt;Part of the map&lt;/b&gt; shares a map between several runs or computers.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt;: a GeoTIFF with the class values of the training labels. Names and colours are stored with it (attribute table and colour
table, partly in the file &lt;code&gt;.aux.xml&lt;/code&gt; beside it), so QGIS shows it styled. NoData in the imagery is NoData in the result.&lt;/p&gt;
&lt;p&gt;On request:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;b&gt;confidence&lt;/b&gt;, the probability of the predicted class in percent (calibrated on the validation pixels of the training), and &lt;b&gt;class probabilities&lt;/b&gt;, one band per class;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;uncertainty&lt;/b&gt; in percent: from the margin between the two most probable classes, or the entropy of all;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;number of possible classes&lt;/b&gt;, the size of the prediction set: so many classes that the true one is among them at about 90 % of the pixels, on
ground like the validation blocks of the training. 1: one class is possible. It needs a model that was trained with validation;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;class areas&lt;/b&gt;, a table (CSV) of pixels and hectares;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;places to label next&lt;/b&gt;, a point layer of the most uncertain places, spread over the scene. Label these, export
them with &lt;i&gt;Append to the folder&lt;/i&gt;, and train again.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt; cog writes Cloud Optimized GeoTIFFs with overviews.&lt;/p&gt;
&lt;p&gt;Classification needs the Python packages torch, torchvision and segmentation-models-pytorch, which
&lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifypixels -- INPUT=photo.tif MODEL=model OUTPUT=classes.tif&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;使用训练好的模型对栅格的每个像素进行分类。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifypixels.png&quot; width=&quot;220&quot; alt=&quot;左侧为影像，右侧为其类别&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;影像&lt;/b&gt;，波段、波段顺序和单位与训练影像相同，像素大小大致相同。波段不匹配时，运行以错误终止。超出训练数据范围的值会给出警告，并说明其比例和范围。如果波段顺序不同，请在&lt;i&gt;波段&lt;/i&gt;中选择。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;模型文件夹&lt;/b&gt;：来自&lt;i&gt;训练像素分类器&lt;/i&gt;。也可使用其他程序的分割模型：Deepness 或 GeoDeep 的 &lt;code&gt;.onnx&lt;/code&gt; 文件（输入其路径，或选择包含它的文件夹），以及 segmentation_models_pytorch 的文件夹。如果它们未说明波段的均值和标准差，则由&lt;b&gt;波段缩放&lt;/b&gt;给出。&lt;/p&gt;
&lt;p&gt;栅格以相互重叠并融合的切片进行分类，因此看不到接缝。任何大小的栅格均可；内存使用量取决于切片大小和栅格宽度。如果内存不足，则依次使用更小的批次、更小的切片，然后使用 CPU，并在日志中报告。进度按像素计算，日志中有剩余时间。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;重采样到模型的像素大小&lt;/b&gt;为网络将栅格重采样到训练影像的像素大小；结果保持栅格的网格。&lt;b&gt;测试时增强 (TTA)&lt;/b&gt; 对每个切片的 4 或 8 个旋转和翻转的预测取平均：通常略有改善，速度慢 4 或 8 倍。&lt;/p&gt;
&lt;p&gt;被中断的长时间运行，在以相同参数再次启动时从中断处继续；在此之前，已完成的行保存在结果旁边以 &lt;code&gt;.strips&lt;/code&gt; 结尾的文件夹中。&lt;b&gt;地图的部分&lt;/b&gt;将一幅地图分给多次运行或多台计算机。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;类别&lt;/b&gt;：带有训练标签类别值的 GeoTIFF。名称和颜色与其一起存储（属性表和颜色表，部分在旁边的文件 &lt;code&gt;.aux.xml&lt;/code&gt; 中），因此 QGIS 以相应样式显示。影像中的 NoData 在结果中为 NoData。&lt;/p&gt;
&lt;p&gt;可选：&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;b&gt;置信度&lt;/b&gt;，预测类别的概率，以百分比表示（在训练的验证像素上校准），以及&lt;b&gt;类别概率&lt;/b&gt;，每个类别一个波段；&lt;/li&gt;
&lt;li&gt;&lt;b&gt;不确定性&lt;/b&gt;，以百分比表示：由概率最高的两个类别之差或所有类别的熵得出；&lt;/li&gt;
&lt;li&gt;&lt;b&gt;可能类别的数量&lt;/b&gt;，预测集的大小：在与训练的验证块相似的地面上，约 90 % 的像素的真实类别包含在内。1 表示只有一个可能的类别。需要经过验证训练的模型；&lt;/li&gt;
&lt;li&gt;&lt;b&gt;类别面积&lt;/b&gt;，像素数和公顷数的表格 (CSV)；&lt;/li&gt;
&lt;li&gt;&lt;b&gt;待标注位置&lt;/b&gt;，最不确定位置的点图层，分布于整个场景。标注这些位置，使用&lt;i&gt;追加到文件夹&lt;/i&gt;导出，然后再次训练。&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;格式&lt;/b&gt; cog 写入带概览图的 Cloud Optimized GeoTIFF。&lt;/p&gt;
&lt;p&gt;分类需要 Python 软件包 torch、torchvision 和 segmentation-models-pytorch，由&lt;i&gt;设置深度学习&lt;/i&gt;安装。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifypixels -- INPUT=photo.tif MODEL=model OUTPUT=classes.tif&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/drawassessmentsample.html"/>
        <source>&lt;p&gt;Draws the random points whose true classes show how accurate a map is. Needs no PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/drawassessmentsample.png&quot; width=&quot;220&quot; alt=&quot;A class raster on the left, its points without classes on the right&quot;&gt;&lt;/p&gt;
&lt;p&gt;Only a random sample represents a map. Draw one, look up the true class of each point in a better image or in the field, and run
&lt;i&gt;Assess Classification&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;A &lt;b&gt;class raster&lt;/b&gt; from &lt;i&gt;Classify Pixels&lt;/i&gt; or any other program, or &lt;b&gt;polygons&lt;/b&gt; with a class field. No point is drawn in NoData,
outside the extent or outside the mask.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Design&lt;/b&gt;: &lt;i&gt;stratified&lt;/i&gt; points lie in each class of the map, so that rare classes get enough of them. &lt;i&gt;random&lt;/i&gt; points lie
anywhere, &lt;i&gt;systematic&lt;/i&gt; ones on a lattice with a random start.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Number of points&lt;/b&gt;: if it is empty, it follows from the standard error that the overall accuracy should have. It also depends on
how accurate you expect the classes to be (Olofsson et al. 2014). With the defaults it is 400, for an overall accuracy of ±&amp;nbsp;4&amp;nbsp;%.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Allocation&lt;/b&gt;: &lt;i&gt;floor&lt;/i&gt; gives each class at least 50 points, and divides the others by area.&lt;/p&gt;
&lt;p&gt;The same &lt;b&gt;seed&lt;/b&gt; gives the same points. Choose another one for a new sample.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;A point layer. Toggle editing and choose the true class of each point in its field &lt;b&gt;reference&lt;/b&gt;: a drop-down list of the classes. What the map shows there is
hidden, so that it does not lead you. Leave the reference empty where the class cannot be recognised.&lt;/p&gt;
&lt;p&gt;The points carry the sampling design: &lt;i&gt;Assess Classification&lt;/i&gt; reads it, with &lt;b&gt;reference&lt;/b&gt; as the class field, and weights them by it. The
same points can assess other maps of the same ground.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;A standard error of 2&amp;nbsp;% for a map whose class 4 is less accurate than the others:&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:drawassessmentsample -- INPUT=classes.tif STANDARD_ERROR=2 CLASS_ACCURACIES=&quot;4: 60&quot;
OUTPUT=sample.gpkg&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;抽取随机点，其真实类别可显示地图的精度。不需要 PyTorch。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/drawassessmentsample.png&quot; width=&quot;220&quot; alt=&quot;左侧为分类栅格，右侧为其不带类别的点&quot;&gt;&lt;/p&gt;
&lt;p&gt;只有随机样本才能代表一幅地图。请抽取样本，在更好的影像中或实地查明每个点的真实类别，然后运行&lt;i&gt;评估分类结果&lt;/i&gt;。&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;来自&lt;i&gt;像素分类&lt;/i&gt;或任何其他程序的&lt;b&gt;分类栅格&lt;/b&gt;，或带类别字段的&lt;b&gt;多边形&lt;/b&gt;。NoData 处、范围之外或掩膜之外不抽取点。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;抽样设计&lt;/b&gt;：&lt;i&gt;stratified&lt;/i&gt; 的点位于地图的每个类别中，使稀有类别有足够的点。&lt;i&gt;random&lt;/i&gt; 的点位于任意位置，&lt;i&gt;systematic&lt;/i&gt; 的点位于起点随机的格网上。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;点数&lt;/b&gt;：如果留空，则由总体精度应有的标准误差得出。它还取决于您对各类别精度的预期（Olofsson et al. 2014）。使用默认值时为 400，总体精度为 ±&amp;nbsp;4&amp;nbsp;%。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;分配&lt;/b&gt;：&lt;i&gt;floor&lt;/i&gt; 为每个类别分配至少 50 个点，其余按面积分配。&lt;/p&gt;
&lt;p&gt;相同的&lt;b&gt;随机种子&lt;/b&gt;得到相同的点。要抽取新样本，请选择其他种子。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;点图层。切换到编辑模式，并在每个点的字段 &lt;b&gt;reference&lt;/b&gt; 中选择其真实类别：该字段为类别的下拉列表。地图在该处显示的类别被隐藏，以免影响您的判断。无法辨认类别时，请将其留空。&lt;/p&gt;
&lt;p&gt;这些点带有抽样设计：&lt;i&gt;评估分类结果&lt;/i&gt;读取它，以 &lt;b&gt;reference&lt;/b&gt; 作为参考类别字段，并据此对点加权。同样的点可用于评估同一地区的其他地图。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;对于类别 4 的精度低于其他类别的地图，标准误差为 2&amp;nbsp;%：&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:drawassessmentsample -- INPUT=classes.tif STANDARD_ERROR=2 CLASS_ACCURACIES=&quot;4: 60&quot;
OUTPUT=sample.gpkg&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/exportmodel.html"/>
        <source>&lt;p&gt;Writes a trained model for other programs: as an ONNX file, which they run without PyTorch and without this plugin, or as an item of a STAC catalogue.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exportmodel.png&quot; width=&quot;220&quot; alt=&quot;A model folder on the left, an ONNX file for other programs on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Model folder&lt;/b&gt;: from &lt;i&gt;Train Pixel Classifier&lt;/i&gt;. Every architecture is exported.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt;:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;i&gt;onnx&lt;/i&gt; takes the values of the raster as they are; for Deepness, for scripts with onnxruntime, and for &lt;i&gt;Classify Pixels&lt;/i&gt;.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;onnx_geodeep&lt;/i&gt; is for GeoDeep, which reads rasters of 3 bands of bytes only. Deepness reads it, too.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;int8&lt;/i&gt; is &lt;code&gt;int8.safetensors&lt;/code&gt;, which in the model folder lets &lt;i&gt;Classify Pixels&lt;/i&gt; compute in 8-bit integers, up to twice as fast on CPUs. It is measured and tried on the &lt;b&gt;training chips folder&lt;/b&gt;; models that were trained where OpenVINO is installed have it already.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;stac&lt;/i&gt; is an item (JSON) by the extension Machine Learning Model, which describes the model folder in a STAC catalogue and refers to its files. It has no geometry, since
the model does not know where it was trained.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;dlpk&lt;/i&gt; is an Esri model package for &lt;i&gt;Classify Pixels Using Deep Learning&lt;/i&gt; of ArcGIS Pro: the ONNX model, its definition and a raster function. It follows Esri&apos;s description and was
&lt;b&gt;never tried in ArcGIS Pro&lt;/b&gt;, which needs the package onnxruntime in its Python.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Tile size&lt;/b&gt;: fixed in the file, since other programs need to know it. Choose a smaller one if memory runs out there.&lt;/p&gt;
&lt;p&gt;ONNX needs the Python packages onnx, onnxscript and onnxruntime: run &lt;i&gt;Set Up Deep Learning&lt;/i&gt; with &lt;b&gt;Packages for ONNX models&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;An &lt;b&gt;ONNX file&lt;/b&gt;. Scaling, softmax and calibration are inside: values of the raster in, class probabilities out. Its metadata state class names,
pixel size and tiles as Deepness and GeoDeep read them. The file is tried in onnxruntime before it is written; the log has the share of pixels with the same class as
in PyTorch.&lt;/p&gt;
&lt;p&gt;NoData is not part of an ONNX model: other programs classify it like any other value. Deepness blends no tiles, so its seams may show.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exportmodel -- MODEL=model OUTPUT=model.onnx&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;为其他程序写入训练好的模型：作为 ONNX 文件，无需 PyTorch 和本插件即可运行，或作为 STAC 目录的条目。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exportmodel.png&quot; width=&quot;220&quot; alt=&quot;左侧为模型文件夹，右侧为供其他程序使用的 ONNX 文件&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;模型文件夹&lt;/b&gt;：来自&lt;i&gt;训练像素分类器&lt;/i&gt;。所有架构均可导出。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;格式&lt;/b&gt;：&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;i&gt;onnx&lt;/i&gt; 直接使用栅格的值；用于 Deepness、使用 onnxruntime 的脚本，以及&lt;i&gt;像素分类&lt;/i&gt;。&lt;/li&gt;
&lt;li&gt;&lt;i&gt;onnx_geodeep&lt;/i&gt; 用于 GeoDeep，它只读取 3 个字节型波段的栅格。Deepness 也能读取。&lt;/li&gt;
&lt;li&gt;&lt;i&gt;int8&lt;/i&gt; 是 &lt;code&gt;int8.safetensors&lt;/code&gt;，它在模型文件夹中使&lt;i&gt;像素分类&lt;/i&gt;能以 8 位整数计算，在 CPU 上速度最高可达两倍。它在&lt;b&gt;训练样本块文件夹&lt;/b&gt;上测量和试验；在已安装 OpenVINO 的环境中训练的模型已经具有它。&lt;/li&gt;
&lt;li&gt;&lt;i&gt;stac&lt;/i&gt; 是符合扩展 Machine Learning Model 的条目 (JSON)，在 STAC 目录中描述模型文件夹并引用其文件。它没有几何图形，因为模型不知道它是在何处训练的。&lt;/li&gt;
&lt;li&gt;&lt;i&gt;dlpk&lt;/i&gt; 是用于 ArcGIS Pro 的 &lt;i&gt;Classify Pixels Using Deep Learning&lt;/i&gt; 的 Esri 模型包：ONNX 模型、其定义和一个栅格函数。它遵循 Esri 的说明，但&lt;b&gt;从未在 ArcGIS Pro 中测试过&lt;/b&gt;，后者的 Python 需要软件包 onnxruntime。&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;切片大小&lt;/b&gt;：在文件中是固定的，因为其他程序需要知道它。如果在那里内存不足，请选择更小的值。&lt;/p&gt;
&lt;p&gt;ONNX 需要 Python 软件包 onnx、onnxscript 和 onnxruntime：请在选中&lt;b&gt;用于 ONNX 模型的软件包&lt;/b&gt;的情况下运行&lt;i&gt;设置深度学习&lt;/i&gt;。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;ONNX 文件&lt;/b&gt;。缩放、softmax 和校准都包含在内：输入栅格的值，输出类别概率。其元数据按 Deepness 和 GeoDeep 的读取方式说明类别名称、像素大小和切片。文件在写入之前会在 onnxruntime 中试运行；日志中给出与 PyTorch 类别相同的像素比例。&lt;/p&gt;
&lt;p&gt;NoData 不属于 ONNX 模型：其他程序会像对待任何其他值一样对其分类。Deepness 不融合切片，因此可能会看到接缝。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exportmodel -- MODEL=model OUTPUT=model.onnx&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/exporttrainingchips.html"/>
        <source>&lt;p&gt;Cuts a raster and its labels into training &lt;b&gt;chips&lt;/b&gt;: small square images, on which &lt;i&gt;Train Pixel Classifier&lt;/i&gt; trains.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exporttrainingchips.png&quot; width=&quot;220&quot; alt=&quot;An orthophoto with its chips, coloured by dominant class&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt;: any raster that GDAL reads, with any number of bands and any numeric data type.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Labels&lt;/b&gt;, one of:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;a &lt;b&gt;vector layer&lt;/b&gt; in any CRS: polygons, or points and lines with a buffer. The class field holds integers,
which are kept as class values, or texts, which become class names. On request only selected features are used.&lt;/li&gt;
&lt;li&gt;a &lt;b&gt;label raster&lt;/b&gt; on any grid and in any CRS.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Labels may be sparse. &lt;b&gt;Unlabelled pixels are 0.&lt;/b&gt; NoData pixels, and pixels outside the raster or the mask polygons, are flagged in each
chip&apos;s mask band.&lt;/p&gt;
&lt;p&gt;Class names and colours come from the layer&apos;s categorised symbology, or from the raster&apos;s attribute or colour table.&lt;/p&gt;
&lt;h3&gt;Placement of the chips&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;window&lt;/b&gt;: a chip at every stride of a sliding window that meets labels. For labels that cover much of the raster.&lt;br&gt;
&lt;b&gt;labels&lt;/b&gt;: chips around labelled pixels, &lt;i&gt;Chips per class&lt;/i&gt; for each class. For sparse labels and rare classes: a class
of nine labelled pixels gets nine chips. The sampled pixels of a class lie far apart, and each lies at a random position in the inner half of its
chip.&lt;br&gt;
&lt;b&gt;both&lt;/b&gt;: the two together, without duplicates. Chips are shifted to lie inside the raster; only a raster smaller than a chip is padded.
Statistics and class counts are of the chips: a pixel in two chips counts twice.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;A &lt;b&gt;training chips folder&lt;/b&gt; in the layout of Esri&apos;s Classified Tiles: &lt;code&gt;images/&lt;/code&gt; and &lt;code&gt;labels/&lt;/code&gt; with georeferenced GeoTIFFs,
&lt;code&gt;chips.json&lt;/code&gt; with classes, bands and statistics, and the files that ArcGIS needs. The &lt;b&gt;footprints&lt;/b&gt; layer has one polygon per chip,
coloured by dominant class; opacity shows the labelled share.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;An orthophoto with a few hundred polygons, field &lt;code&gt;landcover&lt;/code&gt;: chip size 256, stride 128. Then pass the folder to
&lt;i&gt;Train Pixel Classifier&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exporttrainingchips -- INPUT=photo.tif LABELS=polygons.gpkg CLASS_FIELD=landcover OUTPUT=chips&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;将栅格及其标签裁切成训练&lt;b&gt;样本块&lt;/b&gt;：小的正方形影像，供&lt;i&gt;训练像素分类器&lt;/i&gt;训练使用。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exporttrainingchips.png&quot; width=&quot;220&quot; alt=&quot;正射影像及其样本块，按主要类别着色&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;影像&lt;/b&gt;：GDAL 可读取的任何栅格，任意数量的波段和任何数值数据类型。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;标签&lt;/b&gt;，以下之一：&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;任意 CRS 的&lt;b&gt;矢量图层&lt;/b&gt;：多边形，或带缓冲区的点和线。类别字段包含整数，保留为类别值；或包含文本，成为类别名称。可选择仅使用选中的要素。&lt;/li&gt;
&lt;li&gt;任意网格和任意 CRS 的&lt;b&gt;标签栅格&lt;/b&gt;。&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;标签可以是稀疏的。&lt;b&gt;无标签像素为 0。&lt;/b&gt;NoData 像素，以及栅格或掩膜多边形之外的像素，在每个样本块的掩膜波段中标记。&lt;/p&gt;
&lt;p&gt;类别名称和颜色来自图层的分类符号化，或栅格的属性表或颜色表。&lt;/p&gt;
&lt;h3&gt;样本块的放置方式&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;window&lt;/b&gt;：在滑动窗口的每个步长处，与标签相交的样本块。适用于覆盖大部分栅格的标签。&lt;br&gt;
&lt;b&gt;labels&lt;/b&gt;：围绕有标签像素的样本块，每个类别的数量为&lt;i&gt;每个类别的样本块&lt;/i&gt;。适用于稀疏标签和稀有类别：有九个有标签像素的类别得到九个样本块。一个类别被采样的像素彼此相距较远，且各自位于其样本块内半部分的随机位置。&lt;br&gt;
&lt;b&gt;both&lt;/b&gt;：两者一起，没有重复。样本块会移动到栅格之内；只有比样本块更小的栅格才会被填充。统计和类别计数针对样本块：位于两个样本块中的像素计两次。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;采用 Esri Classified Tiles 结构的&lt;b&gt;训练样本块文件夹&lt;/b&gt;：&lt;code&gt;images/&lt;/code&gt; 和 &lt;code&gt;labels/&lt;/code&gt; 中为带地理参考的 GeoTIFF，&lt;code&gt;chips.json&lt;/code&gt; 中为类别、波段和统计，以及 ArcGIS 所需的文件。&lt;b&gt;样本块轮廓&lt;/b&gt;图层每个样本块一个多边形，按主要类别着色；不透明度表示有标签的比例。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;一幅正射影像和数百个多边形，字段 &lt;code&gt;landcover&lt;/code&gt;：样本块大小 256，步长 128。然后将该文件夹交给&lt;i&gt;训练像素分类器&lt;/i&gt;。&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exporttrainingchips -- INPUT=photo.tif LABELS=polygons.gpkg CLASS_FIELD=landcover OUTPUT=chips&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/setupdeeplearning.html"/>
        <source>&lt;p&gt;Installs PyTorch and the other packages that training and classification need, into a virtual environment on the Python of QGIS. QGIS and its
packages do not change. Nothing is installed unless you run this.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/setupdeeplearning.png&quot; width=&quot;220&quot; alt=&quot;The dialog, which needs no input&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;Usually none: press &lt;i&gt;Run&lt;/i&gt;. The packages take some gigabytes, and the log shows the output of pip.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Build of PyTorch&lt;/b&gt;: usually &lt;i&gt;auto&lt;/i&gt;. On Linux the default build works with and without an NVIDIA GPU; without an
NVIDIA driver, the small build without CUDA is taken if &lt;b&gt;Extra package index&lt;/b&gt; gives an index that has it (see pytorch.org); &lt;i&gt;cpu&lt;/i&gt; takes it in any case. On
Windows the default build has no CUDA: choose &lt;i&gt;cuda&lt;/i&gt;, and give the &lt;b&gt;Package index&lt;/b&gt; that pytorch.org gives for CUDA.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Installation folder&lt;/b&gt;: empty, the environment goes into the folder &lt;code&gt;pixel_classifier&lt;/code&gt; of your QGIS profile; all profiles use it, and a repair
stays in the same folder. Choose another folder if that disk is small, or if the profile is on a server.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Wheel folder&lt;/b&gt;: for computers without a network. Fill it with &lt;code&gt;pip download&lt;/code&gt; on a computer of the same kind.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Packages for ONNX models&lt;/b&gt;: for &lt;i&gt;Export Model&lt;/i&gt;, and for &lt;i&gt;Classify Pixels&lt;/i&gt; with &lt;code&gt;.onnx&lt;/code&gt; files.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;OpenVINO for fast classification on CPUs&lt;/b&gt;: with it CPUs classify up to twice as fast, in 8-bit integers, where the model&apos;s training showed that they are as accurate; and Intel&apos;s GPUs and NPUs can be
chosen. Linux and Windows on x86-64. Its telemetry is never loaded.&lt;/p&gt;
&lt;p&gt;Run it again to repair an environment, or after an update of QGIS or of the plugin, while no training runs. The new environment is built beside
the previous one and replaces it once all packages load; a failed or cancelled set-up keeps the previous environment.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;The folder of the &lt;b&gt;environment&lt;/b&gt;. Training and classification use it without a restart of QGIS. To uninstall, delete
the folder.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:setupdeeplearning -- BUILD=auto&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;将 PyTorch 以及训练和分类所需的其他软件包安装到基于 QGIS 的 Python 的虚拟环境中。QGIS 及其软件包不会改变。除非您运行此算法，否则不会安装任何内容。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/setupdeeplearning.png&quot; width=&quot;220&quot; alt=&quot;对话框，无需输入&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;通常无需输入：按&lt;i&gt;运行&lt;/i&gt;。软件包占用数 GB，日志显示 pip 的输出。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;PyTorch 构建版本&lt;/b&gt;：通常为 &lt;i&gt;auto&lt;/i&gt;。在 Linux 上，默认版本无论有无 NVIDIA GPU 均可使用；没有 NVIDIA 驱动程序时，如果&lt;b&gt;附加软件包索引&lt;/b&gt;给出了含有不带 CUDA 的小型版本的索引（见 pytorch.org），则使用该小型版本；&lt;i&gt;cpu&lt;/i&gt; 在任何情况下都使用它。在
Windows 上，默认版本不含 CUDA：请选择 &lt;i&gt;cuda&lt;/i&gt;，并将 pytorch.org 为 CUDA 给出的索引填入&lt;b&gt;软件包索引&lt;/b&gt;。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;安装文件夹&lt;/b&gt;：留空时，环境位于您的 QGIS 用户配置的文件夹 &lt;code&gt;pixel_classifier&lt;/code&gt; 中；所有用户配置都使用它，修复时仍在同一文件夹中。如果该磁盘较小，或用户配置位于服务器上，请选择其他文件夹。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Wheel 文件夹&lt;/b&gt;：用于没有网络的计算机。在同类计算机上用 &lt;code&gt;pip download&lt;/code&gt; 填充它。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;用于 ONNX 模型的软件包&lt;/b&gt;：用于&lt;i&gt;导出模型&lt;/i&gt;，以及使用 &lt;code&gt;.onnx&lt;/code&gt; 文件的&lt;i&gt;像素分类&lt;/i&gt;。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;用于 CPU 快速分类的 OpenVINO&lt;/b&gt;：如果模型的训练表明 8 位整数同样精确，CPU 可用其以 8 位整数进行分类，速度最高可达两倍；还可以选择 Intel 的 GPU 和 NPU。适用于 x86-64 上的 Linux 和 Windows。其遥测功能从不加载。&lt;/p&gt;
&lt;p&gt;要修复环境，或在 QGIS 或插件更新之后，请在没有训练运行时再次运行。新环境在先前环境旁边构建，并在所有软件包都能加载后替换它；失败或取消的设置会保留先前的环境。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;环境&lt;/b&gt;的文件夹。训练和分类无需重启 QGIS 即可使用它。要卸载，请删除该文件夹。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:setupdeeplearning -- BUILD=auto&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/trainandclassify.html"/>
        <source>&lt;p&gt;From imagery and a few labelled polygons to a class raster in one run: &lt;i&gt;Export Training Chips&lt;/i&gt;, &lt;i&gt;Train Pixel Classifier&lt;/i&gt; and
&lt;i&gt;Classify Pixels&lt;/i&gt; in a row. For more options, run the three one after the other. To change the model, open
&lt;code&gt;resources/models/trainandclassify.model3&lt;/code&gt; of the plugin&apos;s folder in the modeler and save it as your own.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainandclassify.png&quot; width=&quot;220&quot; alt=&quot;Imagery with labelled polygons on the left, its classes on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt; and &lt;b&gt;labels&lt;/b&gt;: polygons, or points and lines, with a &lt;b&gt;class field&lt;/b&gt; of integers or texts. A few are enough, but each class
should be labelled in several places.&lt;/p&gt;
&lt;p&gt;Chips overlap by half. An empty &lt;b&gt;chip size&lt;/b&gt; fits the raster. For few polygons or rare classes, choose the
&lt;b&gt;placement&lt;/b&gt; labels or both.&lt;/p&gt;
&lt;p&gt;Part of the labels is kept for validation, in separate blocks, so the reported accuracy is independent of the training. A learning-rate finder picks the learning
rate.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt;: the class raster of the whole imagery, with the values, names and colours of the labels. The &lt;b&gt;model folder&lt;/b&gt;, for &lt;i&gt;Classify Pixels&lt;/i&gt; and for
&lt;i&gt;Classify, clean and vectorise&lt;/i&gt; on other imagery; choose a permanent folder to keep it. The &lt;b&gt;report&lt;/b&gt; has the accuracy of the model. On request:
&lt;b&gt;confidence&lt;/b&gt;, and &lt;b&gt;places to label next&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;The model needs the Python packages torch, torchvision and segmentation-models-pytorch, which &lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainandclassify -- imagery=photo.tif labels=training.gpkg class_field=class chip_size=128 encoder=resnet18
model_folder=model report=report.html classes=classes.tif&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;一次运行即可由影像和少量带标签的多边形得到分类栅格：依次执行&lt;i&gt;导出训练样本块&lt;/i&gt;、&lt;i&gt;训练像素分类器&lt;/i&gt;和&lt;i&gt;像素分类&lt;/i&gt;。需要更多选项时，请逐个运行这三个算法。要更改该模型，请在模型构建器中打开插件文件夹的
&lt;code&gt;resources/models/trainandclassify.model3&lt;/code&gt;，并另存为您自己的模型。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainandclassify.png&quot; width=&quot;220&quot; alt=&quot;左侧为带标签多边形的影像，右侧为其类别&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;影像&lt;/b&gt;和&lt;b&gt;标签&lt;/b&gt;：多边形，或点和线，带有整数或文本的&lt;b&gt;类别字段&lt;/b&gt;。少量即可，但每个类别应在多个位置标注。&lt;/p&gt;
&lt;p&gt;样本块重叠一半。&lt;b&gt;样本块大小&lt;/b&gt;留空时按栅格选定。多边形较少或类别稀有时，请选择&lt;b&gt;放置方式&lt;/b&gt; labels 或 both。&lt;/p&gt;
&lt;p&gt;部分标签在独立的块中留作验证，因此报告的精度独立于训练。学习率由学习率搜索选择。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;类别&lt;/b&gt;：整个影像的分类栅格，带有标签的值、名称和颜色。&lt;b&gt;模型文件夹&lt;/b&gt;，用于&lt;i&gt;像素分类&lt;/i&gt;以及对其他影像进行&lt;i&gt;分类、清理和矢量化&lt;/i&gt;；要保留它，请选择永久文件夹。&lt;b&gt;报告&lt;/b&gt;包含模型的精度。可选：&lt;b&gt;置信度&lt;/b&gt;和&lt;b&gt;待标注位置&lt;/b&gt;。&lt;/p&gt;
&lt;p&gt;该模型需要 Python 软件包 torch、torchvision 和 segmentation-models-pytorch，由&lt;i&gt;设置深度学习&lt;/i&gt;安装。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainandclassify -- imagery=photo.tif labels=training.gpkg class_field=class chip_size=128 encoder=resnet18
model_folder=model report=report.html classes=classes.tif&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/trainpixelclassifier.html"/>
        <source>&lt;p&gt;Trains a neural network for pixel classification on &lt;b&gt;chips&lt;/b&gt; of imagery and labels.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainpixelclassifier.png&quot; width=&quot;220&quot; alt=&quot;The chips of a training: training, validation, and those left out between them&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;One or several &lt;b&gt;training chips folders&lt;/b&gt;: from &lt;i&gt;Export Training Chips&lt;/i&gt;, from ArcGIS (Classified Tiles), or any folder with
&lt;code&gt;images/&lt;/code&gt; and &lt;code&gt;labels/&lt;/code&gt; that hold files of equal names.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Sparse labels&lt;/b&gt; work: pixels with the &lt;b&gt;ignore class&lt;/b&gt; (0) are neither trained on nor evaluated. If the labels cover
everything and 0 is a class of its own, empty that parameter.&lt;/p&gt;
&lt;p&gt;Part of the labels is kept for &lt;b&gt;validation&lt;/b&gt;, in separate blocks that no training chip touches.&lt;/p&gt;
&lt;p&gt;The defaults suit most data: a learning-rate finder picks the &lt;b&gt;learning rate&lt;/b&gt;, rare classes get higher loss weights, and chips with rare classes are
oversampled. Use contrast and brightness augmentation for scenes of other light or season, and scale augmentation for objects of many sizes.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Start from model&lt;/b&gt; fine-tunes an earlier model, with the same or other classes and bands.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Quantised form for CPUs&lt;/b&gt;: trainings of a minute or more end with a trial of the network in 8-bit integers on the validation labels. This needs OpenVINO (&lt;i&gt;Set Up Deep Learning&lt;/i&gt;). &lt;i&gt;Classify
Pixels&lt;/i&gt; uses them on CPUs, up to twice as fast, only where they are as accurate.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;A &lt;b&gt;model folder&lt;/b&gt; for &lt;i&gt;Classify Pixels&lt;/i&gt;, with the network of the chosen epoch, class names, values and colours, band normalisation and
accuracy per class. A &lt;b&gt;report&lt;/b&gt; with training curves, the confusion matrix, the best and the worst chips, and a map of training and validation
blocks. It also has how far the scene and the validation lie from the training labels, the coverage of the prediction sets, and every setting. &lt;b&gt;Chips by split&lt;/b&gt; (a layer, on request) shows those blocks on the map. &lt;i&gt;Cancel&lt;/i&gt; keeps the model so far, and the log names its folder.&lt;/p&gt;
&lt;p&gt;A checkpoint is written at most once a minute, after an epoch. To continue a run that was cancelled, crashed or killed, run it again with the same parameters and
&lt;b&gt;Resume interrupted training&lt;/b&gt;: it ends with the same weights as an uninterrupted run.&lt;/p&gt;
&lt;h3&gt;Duration&lt;/h3&gt;
&lt;p&gt;A few hundred chips and 20 epochs take minutes on a GPU and about an hour on a laptop CPU. Start with &lt;code&gt;resnet18&lt;/code&gt; and few
epochs. If memory runs out, use a smaller batch size.&lt;/p&gt;
&lt;p&gt;Training needs the Python packages torch, torchvision and segmentation-models-pytorch, which
&lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainpixelclassifier -- CHIPS=chips ARCHITECTURE=unet ENCODER=resnet34 EPOCHS=40 OUTPUT=model REPORT=report.html&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;使用影像和标签的&lt;b&gt;样本块&lt;/b&gt;训练用于像素分类的神经网络。&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainpixelclassifier.png&quot; width=&quot;220&quot; alt=&quot;一次训练的样本块：训练、验证，以及两者之间被排除的样本块&quot;&gt;&lt;/p&gt;
&lt;h3&gt;输入&lt;/h3&gt;
&lt;p&gt;一个或多个&lt;b&gt;训练样本块文件夹&lt;/b&gt;：来自&lt;i&gt;导出训练样本块&lt;/i&gt;、ArcGIS (Classified Tiles)，或任何含有 &lt;code&gt;images/&lt;/code&gt; 和 &lt;code&gt;labels/&lt;/code&gt; 且其中文件同名的文件夹。&lt;/p&gt;
&lt;p&gt;可以使用&lt;b&gt;稀疏标签&lt;/b&gt;：具有&lt;b&gt;忽略类别&lt;/b&gt; (0) 的像素既不参与训练也不参与评估。如果标签覆盖全部范围且 0 本身是一个类别，请将该参数留空。&lt;/p&gt;
&lt;p&gt;部分标签在独立的块中留作&lt;b&gt;验证&lt;/b&gt;，任何训练样本块都不接触这些块。&lt;/p&gt;
&lt;p&gt;默认值适合大多数数据：&lt;b&gt;学习率&lt;/b&gt;由学习率搜索选择，稀有类别在损失中权重更高，含稀有类别的样本块被过采样。对于光照或季节不同的场景，请使用对比度和亮度增强；对于多种大小的地物，请使用尺度增强。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;从模型开始&lt;/b&gt;对先前的模型进行微调，类别和波段可以相同或不同。&lt;/p&gt;
&lt;p&gt;&lt;b&gt;用于 CPU 的量化形式&lt;/b&gt;：持续一分钟或更长的训练结束时会在验证标签上以 8 位整数试验网络。这需要 OpenVINO（&lt;i&gt;设置深度学习&lt;/i&gt;）。仅当同样精确时，&lt;i&gt;像素分类&lt;/i&gt;才在 CPU 上使用它们，速度最高可达两倍。&lt;/p&gt;
&lt;h3&gt;输出&lt;/h3&gt;
&lt;p&gt;用于&lt;i&gt;像素分类&lt;/i&gt;的&lt;b&gt;模型文件夹&lt;/b&gt;，包含所选轮次的网络、类别名称、值和颜色、波段归一化和各类别精度。&lt;b&gt;报告&lt;/b&gt;，包含训练曲线、混淆矩阵、最好和最差的样本块、训练块和验证块的地图。报告还包含场景和验证到训练标签的距离，预测集的覆盖率，以及所有设置。&lt;b&gt;按划分显示的样本块&lt;/b&gt;（图层，可选）在地图上显示这些块。&lt;i&gt;取消&lt;/i&gt;会保留目前的模型，日志中给出其文件夹。&lt;/p&gt;
&lt;p&gt;检查点最多每分钟写入一次，在一轮之后。要继续被取消、崩溃或终止的运行，请以相同参数并选中&lt;b&gt;继续中断的训练&lt;/b&gt;再次运行：其最终权重与未中断的运行相同。&lt;/p&gt;
&lt;h3&gt;耗时&lt;/h3&gt;
&lt;p&gt;数百个样本块和 20 轮在 GPU 上需要数分钟，在笔记本电脑的 CPU 上约需一小时。请从 &lt;code&gt;resnet18&lt;/code&gt; 和较少的轮数开始。如果内存不足，请使用更小的批大小。&lt;/p&gt;
&lt;p&gt;训练需要 Python 软件包 torch、torchvision 和 segmentation-models-pytorch，由&lt;i&gt;设置深度学习&lt;/i&gt;安装。&lt;/p&gt;
&lt;h3&gt;示例&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainpixelclassifier -- CHIPS=chips ARCHITECTURE=unet ENCODER=resnet34 EPOCHS=40 OUTPUT=model REPORT=report.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>PixelClassifierAlgorithm</name>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Bands</source>
        <translation>波段</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Extent</source>
        <translation>范围</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Mask polygons</source>
        <translation>掩膜多边形</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Ignore class (unlabelled value)</source>
        <translation>忽略类别（无标签值）</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto：如果有 GPU，使用第一个 GPU，否则使用 CPU。cuda:all：使用本机所有 NVIDIA GPU，每个 GPU 一个进程。</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>HTML files (*.html)</source>
        <translation>HTML 文件 (*.html)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>CSV files (*.csv)</source>
        <translation>CSV 文件 (*.csv)</translation>
    </message>
</context>
<context>
    <name>SetUpDeepLearning</name>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Build of PyTorch</source>
        <translation>PyTorch 构建版本</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>auto: the one for this computer. On Linux without an NVIDIA driver that is the small build without CUDA, where the package index has it. Otherwise it is the default build, which works with and without an NVIDIA GPU. cpu: the build without CUDA. cuda: fails unless PyTorch has CUDA.</source>
        <translation>auto：适合此计算机的版本。在没有 NVIDIA 驱动程序的 Linux 上，如果软件包索引提供，则为不含 CUDA 的小型版本。否则为默认版本，无论有无 NVIDIA GPU 均可使用。cpu：不含 CUDA 的版本。cuda：如果 PyTorch 不含 CUDA 则失败。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Package index</source>
        <translation>软件包索引</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a package index that replaces the default one. Empty: the configuration of pip.</source>
        <translation>替换默认索引的软件包索引 URL。留空：使用 pip 的配置。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Extra package index</source>
        <translation>附加软件包索引</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of an additional package index, such as the one that pytorch.org gives for a build.</source>
        <translation>附加软件包索引的 URL，例如 pytorch.org 为某个版本给出的索引。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Wheel folder</source>
        <translation>Wheel 文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>For computers without a network: a folder with the packages as wheels, from pip download.</source>
        <translation>用于没有网络的计算机：包含 wheel 格式软件包的文件夹，由 pip download 得到。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a proxy, such as http://proxy:8080. Empty: the configuration of pip.</source>
        <translation>代理的 URL，例如 http://proxy:8080。留空：使用 pip 的配置。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installation folder</source>
        <translation>安装文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The folder for the environment, which takes some gigabytes. Empty: that of the previous environment, or else your QGIS profile. All profiles use it, and updates of the plugin keep it.</source>
        <translation>环境所在的文件夹，占用数 GB。留空：先前环境的文件夹，若没有则为您的 QGIS 用户配置。所有用户配置都使用它，插件更新时会保留。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Packages for ONNX models</source>
        <translation>用于 ONNX 模型的软件包</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs onnx, onnxscript and onnxruntime (about 50 MB), with which Export Model writes ONNX files and Classify Pixels reads them. An environment that has them keeps them when it is repaired.</source>
        <translation>同时安装 onnx、onnxscript 和 onnxruntime（约 50 MB），“导出模型”用它们写入 ONNX 文件，“像素分类”用它们读取。已有这些软件包的环境在修复时会保留它们。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>OpenVINO for fast classification on CPUs</source>
        <translation>用于 CPU 快速分类的 OpenVINO</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs openvino (60 MB to download) on Linux and Windows on x86-64. With it CPUs classify in 8-bit integers, up to twice as fast, where the model&apos;s training showed that they are as accurate. Intel&apos;s GPUs and NPUs can be chosen, too. Where it cannot be installed, a warning gives the reason, and PyTorch classifies.</source>
        <translation>在 x86-64 的 Linux 和 Windows 上还会安装 openvino（下载 60 MB）。如果模型的训练表明 8 位整数同样准确，CPU 就可以用它以 8 位整数分类，速度最高可达两倍。还可以选择 Intel 的 GPU 和 NPU。如果无法安装，会有警告说明原因，并由 PyTorch 分类。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has the packages for ONNX models; so will the new one.</source>
        <translation>先前的环境有用于 ONNX 模型的软件包；新环境也将有。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has OpenVINO; the new one will not, as OPENVINO is false.</source>
        <translation>先前的环境有 OpenVINO；由于 OPENVINO 为 false，新环境将没有。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Ready. Training and classification now use {folder}.</source>
        <translation>就绪。训练和分类现在使用 {folder}。</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Another environment takes precedence: {python}.</source>
        <translation>另一个环境优先：{python}。</translation>
    </message>
</context>
<context>
    <name>TrainPixelClassifier</name>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training chips folder</source>
        <translation>训练样本块文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A folder from Export Training Chips, a Classified Tiles export of ArcGIS, or any folder with images/ and labels/ that hold files of equal names.</source>
        <translation>来自“导出训练样本块”的文件夹、ArcGIS 的 Classified Tiles 导出结果，或任何含有 images/ 和 labels/ 且其中文件同名的文件夹。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Additional training chips folders</source>
        <translation>其他训练样本块文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Further folders with the same bands and classes. In the dialog choose the file chips.json of each folder (or any of its chips); scripts, models and qgis_process take the folders themselves.</source>
        <translation>波段和类别相同的更多文件夹。在对话框中选择每个文件夹的文件 chips.json（或其任意一个样本块）；脚本、模型和 qgis_process 直接使用文件夹。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pixels with this value are neither trained on nor evaluated. Empty: every value is a class, 0 too, for labels that cover everything (IGNORE_CLASS= under qgis_process, None in scripts).</source>
        <translation>具有该值的像素既不参与训练也不参与评估。留空：每个值都是一个类别，0 也是，用于覆盖全部范围的标签（在 qgis_process 中为 IGNORE_CLASS=，在脚本中为 None）。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Architecture</source>
        <translation>网络架构</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto 训练 unet 和 pixel，并取两者的平均，或保留在验证块上明显更好的一个。pixel 每次只看一个像素：适用于光谱和嵌入特征；训练只需数秒。pspnet 和 deeplabv3 比 unet 看到更多上下文，但轮廓较粗糙。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>提取特征的骨干网络。较大的编码器学到更多，训练更慢，需要更多样本块。pixel 不使用。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Other encoder</source>
        <translation>其他编码器</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm (tu-convnext_tiny). Overrides Encoder.</source>
        <translation>任何其他编码器，以其在 segmentation_models_pytorch 中的名称表示，或以 tu-NAME 表示 timm 的编码器 (tu-convnext_tiny)。优先于“编码器”。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pretrained weights</source>
        <translation>预训练权重</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. file: encoder weights from a file on this computer. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none：随机初始权重。imagenet：在照片上预训练的编码器权重，首次使用时下载。file：来自此计算机上文件的编码器权重。auto：如果 imagenet 权重在此计算机上或可在数秒内下载，则使用 imagenet，否则为 none。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>权重 (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights file</source>
        <translation>权重文件</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The pretrained encoder weights, with “file” as pretrained weights.</source>
        <translation>预训练的编码器权重，在预训练权重为“file”时使用。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Start from model</source>
        <translation>从模型开始</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A model folder to continue from (fine-tuning), with the same or other classes and bands. Its architecture and encoder override those above; the log lists which weights are kept and which are new.</source>
        <translation>要在其基础上继续训练（微调）的模型文件夹，类别和波段可以相同或不同。其架构和编码器优先于上面的设置；日志会列出哪些权重被保留，哪些是新的。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs with frozen encoder</source>
        <translation>冻结编码器的轮数</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of first epochs that train the decoder only, to protect pretrained encoder weights.</source>
        <translation>最初仅训练解码器的轮数，以保护预训练的编码器权重。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs</source>
        <translation>训练轮数 (epochs)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>遍历所有样本块的次数。留空：自动，20，如果耗时超过约一小时则更少。保留验证平均 IoU 不明显低于最高值的最后一轮。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>每步的样本块数量，2 或更多。0：内存能容纳的数量。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Validation share (%)</source>
        <translation>验证比例（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Share of the labels that is kept for validation, in separate blocks. 0: trains on everything.</source>
        <translation>留作验证的标签比例，位于独立的块中。0：使用全部标签训练。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Final training on all labels</source>
        <translation>使用全部标签的最终训练</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>After the validation, trains again with the labels of the validation blocks and of the gap around them too. The figures stay those of the validated model. auto: where labels are few (up to 128 training chips).</source>
        <translation>验证之后再次训练，同时使用验证块及其周围间隔的标签。指标仍为经过验证的模型的指标。auto：在标签较少时（至多 128 个训练样本块）。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Quantised form for CPUs</source>
        <translation>用于 CPU 的量化形式</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Tries the network in 8-bit integers, up to twice as fast, on the validation labels. Classify Pixels uses them where the mean IoU is at most 0.002 lower and 99.5 % of the labels are equal. auto: after a minute of training, where OpenVINO is installed.</source>
        <translation>在验证标签上以 8 位整数试验网络，速度最高可达两倍。如果平均 IoU 最多降低 0.002 且 99.5 % 的标签相同，“像素分类”会使用它们。auto：在训练一分钟之后，且已安装 OpenVINO 时。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The maximum of the schedule, which warms up and then decays. Empty: a learning-rate finder chooses it; the log and the report contain it.</source>
        <translation>先升高后衰减的学习率计划的最大值。留空：由学习率搜索选择；日志和报告中会给出。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Patience (epochs)</source>
        <translation>早停耐心值（轮数）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Early stopping: ends the training after so many epochs without improvement. 0: never.</source>
        <translation>早停：在这么多轮没有改善后结束训练。0：从不。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weight averaging (EMA)</source>
        <translation>权重平均 (EMA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Evaluates and keeps an exponential moving average of the weights, which varies less between epochs.</source>
        <translation>评估并保留权重的指数移动平均，其在各轮之间变化较小。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Loss function</source>
        <translation>损失函数</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>dice, jaccard, lovasz and tversky measure the overlap of regions; focal concentrates on pixels with large errors. All use labelled pixels only.</source>
        <translation>dice、jaccard、lovasz 和 tversky 度量区域的重叠；focal 侧重于误差大的像素。全部仅使用有标签像素。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weighting</source>
        <translation>类别加权</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>How much more the loss weighs pixels of rare classes: none, inverse_root, up to inverse_frequency.</source>
        <translation>损失函数对稀有类别像素的加权程度：none、inverse_root，直至 inverse_frequency。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>For the class weighting “given”: a weight for each class value, such as 1: 1.0, 2: 5.</source>
        <translation>用于类别加权“given”：每个类别值的权重，例如 1: 1.0, 2: 5。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Oversample rare classes</source>
        <translation>对稀有类别过采样</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Samples chips with classes that fewer than one in eight chips contain up to eight times per epoch. Class weights are computed from the sampled pixels, so the two together do not overcorrect.</source>
        <translation>将所含类别出现在不足八分之一样本块中的样本块，每轮最多采样八次。类别权重由采样的像素计算，因此两者一起不会过度校正。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Random flips and 90° rotations</source>
        <translation>随机翻转和 90° 旋转</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Flips and rotates chips at random, as imagery from above has no preferred direction.</source>
        <translation>随机翻转和旋转样本块，因为俯视影像没有优先方向。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Scale augmentation (%)</source>
        <translation>尺度增强（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Enlarges and shrinks chips at random by up to this much, for objects of many sizes. 0: off.</source>
        <translation>随机放大和缩小样本块，幅度不超过此值，适用于多种大小的地物。0：关闭。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Contrast augmentation (%)</source>
        <translation>对比度增强（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the contrast of each band at random by up to this much, for scenes of other light or season.</source>
        <translation>随机改变每个波段的对比度，幅度不超过此值，适用于光照或季节不同的场景。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Brightness augmentation (%)</source>
        <translation>亮度增强（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the brightness of each band at random, in percent of its standard deviation.</source>
        <translation>随机改变每个波段的亮度，以其标准差的百分比表示。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Noise augmentation (%)</source>
        <translation>噪声增强（%）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Adds noise to each pixel, in percent of the band&apos;s standard deviation, for noisier imagery.</source>
        <translation>为每个像素添加噪声，以波段标准差的百分比表示，适用于噪声较大的影像。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resume interrupted training</source>
        <translation>继续中断的训练</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resumes from the last checkpoint of a run into the same model folder that was cancelled, crashed or killed. All other parameters must be the same. Without a checkpoint, training starts from the beginning.</source>
        <translation>从写入同一模型文件夹且被取消、崩溃或终止的运行的最后一个检查点继续。所有其他参数必须相同。没有检查点时，训练从头开始。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>相同的种子在同一台计算机的 CPU 上得到相同的模型。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>新的或空的文件夹，或先前的模型，在新模型完整后被替换。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training report</source>
        <translation>训练报告</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>包含曲线、各类别精度、混淆矩阵和示例的页面，显示在结果查看器中。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The metrics of each class as a CSV table; those of each epoch go beside it, into NAME-epochs.csv.</source>
        <translation>每个类别的指标，为 CSV 表格；每轮的指标写在旁边的 NAME-epochs.csv 中。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips by split</source>
        <translation>按划分显示的样本块</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per labelled chip: training, validation, or left out because it touches a validation chip.</source>
        <translation>多边形图层 (GeoPackage)，每个有标签的样本块一个多边形：训练、验证，或因接触验证样本块而被排除。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Mean IoU (0 to 1)</source>
        <translation>平均 IoU（0 到 1）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Overall accuracy (0 to 1)</source>
        <translation>总体精度（0 到 1）</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs run</source>
        <translation>已运行轮数</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of classes</source>
        <translation>类别数量</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate used</source>
        <translation>使用的学习率</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS is “file”, but WEIGHTS_FILE is empty. Choose the file, or other pretrained weights.</source>
        <translation>WEIGHTS 为“file”，但 WEIGHTS_FILE 为空。请选择文件，或选择其他预训练权重。</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS_FILE is given, but WEIGHTS is not “file”. Choose “file”, or empty WEIGHTS_FILE.</source>
        <translation>已提供 WEIGHTS_FILE，但 WEIGHTS 不是“file”。请选择“file”，或清空 WEIGHTS_FILE。</translation>
    </message>
</context>
</TS>
