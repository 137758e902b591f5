<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AssessClassification</name>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessment report</source>
        <translation>Informe de evaluación</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A page with the accuracy measures, their confidence intervals, the confusion matrix and the areas.</source>
        <translation>Una página con las medidas de exactitud, sus intervalos de confianza, la matriz de confusión y las superficies.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A CSV table with one row per class: its measures and its row of the confusion matrix.</source>
        <translation>Una tabla CSV con una fila por clase: sus medidas y su fila de la matriz de confusión.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Overall accuracy</source>
        <translation>Exactitud global</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Mean IoU</source>
        <translation>IoU media</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessed pixels</source>
        <translation>Píxeles evaluados</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class raster</source>
        <translation>Ráster de clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The class raster to assess, from Classify Pixels or any other program: integers in its first band.</source>
        <translation>El ráster de clases que se evalúa, de «Clasificar píxeles» o de cualquier otro programa: enteros en su primera banda.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (vector)</source>
        <translation>Referencia (vectorial)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Points or polygons of known class, in any CRS, that no training has seen. A point assesses the pixel under it, a polygon every pixel whose centre it contains. Give either these or a reference raster.</source>
        <translation>Puntos o polígonos de clase conocida, en cualquier SRC, que ningún entrenamiento haya visto. Un punto evalúa el píxel en el que está, un polígono todos los píxeles cuyo centro contiene. Indique estos o un ráster de referencia.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class field</source>
        <translation>Campo de clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The true class of each feature: a value of the class raster, or a class name from its attribute table or legend.</source>
        <translation>La clase verdadera de cada objeto espacial: un valor del ráster de clases, o un nombre de clase de su tabla de atributos o de su leyenda.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (raster)</source>
        <translation>Referencia (ráster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A raster of true class values on any grid and in any CRS, resampled by nearest neighbour.</source>
        <translation>Un ráster de valores de clase verdaderos en cualquier cuadrícula y en cualquier SRC, remuestreado por el vecino más cercano.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Pixels of the reference raster with this value are not assessed. Empty: every value is a class.</source>
        <translation>Los píxeles del ráster de referencia con este valor no se evalúan. Vacío: cada valor es una clase.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Sampling</source>
        <translation>Muestreo</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>none: the reference was chosen by hand or covers everything; the measures are of its pixels alone. stratified: a random sample per class of this map; the measures are weighted by area, and the area of each class is estimated with its standard error. Points from Draw Assessment Sample carry their own design, which is used in place of either.</source>
        <translation>none: la referencia se eligió a mano o lo cubre todo; las medidas valen solo para sus píxeles. stratified: una muestra aleatoria por clase de este mapa; las medidas se ponderan por la superficie, y la superficie de cada clase se estima con su error estándar. Los puntos de «Extraer muestra de evaluación» llevan su propio diseño de muestreo, que se usa en lugar de ambos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only this extent is assessed, and areas are of it. Empty: the whole raster.</source>
        <translation>Solo se evalúa esta extensión, y las superficies son de ella. Vacío: todo el ráster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only pixels inside these polygons are assessed, and areas are of them.</source>
        <translation>Solo se evalúan los píxeles dentro de estos polígonos, y las superficies son de ellos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Block size (pixels)</source>
        <translation>Tamaño de bloque (píxeles)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Side of the blocks of the spatial block bootstrap for the confidence intervals, which allows for spatial autocorrelation. Choose it larger than the reference polygons. Empty: a tenth of the map.</source>
        <translation>Lado de los bloques del bootstrap por bloques espaciales para los intervalos de confianza, que tiene en cuenta la autocorrelación espacial. Elíjalo mayor que los polígonos de referencia. Vacío: una décima parte del mapa.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>the true class</source>
        <translation>la clase verdadera</translation>
    </message>
</context>
<context>
    <name>CheckInstallation</name>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation report</source>
        <translation>Informe de instalación</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>A page with all findings, shown in the Results Viewer. The log has them too.</source>
        <translation>Una página con todos los hallazgos, que se muestra en el Visor de resultados. El registro también los contiene.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Everything works</source>
        <translation>Todo funciona</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Number of faults</source>
        <translation>Número de fallos</translation>
    </message>
</context>
<context>
    <name>ClassifyPixels</name>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Imagery</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>El ráster que se clasifica, con las bandas y aproximadamente el tamaño de píxel de las imágenes de entrenamiento.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Model folder</source>
        <translation>Carpeta del modelo</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>Una carpeta escrita por «Entrenar clasificador de píxeles». O un modelo de segmentación de otro programa: un archivo .onnx como los de Deepness o GeoDeep (escriba su ruta o elija la carpeta que lo contiene), o una carpeta de segmentation_models_pytorch.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The bands of the raster in the order of the model. Empty: all bands in their own order.</source>
        <translation>Las bandas del ráster en el orden del modelo. Vacío: todas las bandas en su propio orden.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>Solo se clasifica esta extensión, y el resultado tiene esta extensión. Vacío: todo el ráster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only pixels inside these polygons are classified; the others become NoData.</source>
        <translation>Solo se clasifican los píxeles dentro de estos polígonos; los demás pasan a ser NoData.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tile size (pixels)</source>
        <translation>Tamaño de tesela (píxeles)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster is classified in overlapping tiles of at most this size. Empty: chosen for the model, about twice the size of its training chips. Larger tiles need more memory and give the network more context than in training.</source>
        <translation>El ráster se clasifica en teselas con solape de este tamaño como máximo. Vacío: elegido para el modelo, aproximadamente el doble del tamaño de sus chips de entrenamiento. Las teselas mayores necesitan más memoria y dan a la red más contexto que en el entrenamiento.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Overlap (pixels)</source>
        <translation>Solape (píxeles)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Neighbouring tiles are blended over this width. Empty: chosen for the model.</source>
        <translation>Las teselas vecinas se funden en este ancho. Vacío: elegido para el modelo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Batch size</source>
        <translation>Tamaño de lote</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tiles that are computed at a time. 0: chosen for speed and the available memory.</source>
        <translation>Teselas que se calculan a la vez. 0: elegido según la velocidad y la memoria disponible.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>openvino:gpu y openvino:npu: las GPU y las unidades de procesamiento neuronal de Intel, openvino:cpu: la CPU, mediante OpenVINO si está instalado (nunca probado en las dos primeras).</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Precision</source>
        <translation>Precisión de cálculo</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>auto: 8-bit integers on a CPU with instructions for them, if OpenVINO is installed and the model&apos;s training showed that they are as accurate. They change about one pixel in two hundred. Else 16-bit numbers where the device computes faster with them; these change about one pixel in two thousand. float32, bfloat16, int8: always these.</source>
        <translation>auto: enteros de 8 bits en una CPU con instrucciones para ellos, si OpenVINO está instalado y el entrenamiento del modelo mostró que son igual de exactos. Cambian aproximadamente un píxel de cada doscientos. Si no, números de 16 bits donde el dispositivo calcula más rápido con ellos; estos cambian aproximadamente un píxel de cada dos mil. float32, bfloat16, int8: siempre estos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Test-time augmentation</source>
        <translation>Aumento en la predicción (TTA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>Promedia las predicciones de 4 rotaciones, o de 8 rotaciones y reflexiones, de cada tesela. A menudo mejora un poco el resultado, y tarda 4 u 8 veces más.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>Remuestrear al tamaño de píxel del modelo</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>Remuestrea el ráster para la red al tamaño de píxel de las imágenes de entrenamiento; el resultado conserva la cuadrícula del ráster. No: el ráster se usa tal como es, con una advertencia si los tamaños de píxel difieren mucho.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Band scaling</source>
        <translation>Escalado de bandas</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For models of other programs that do not state it: mean and standard deviation of each band in units of the raster, such as 123.7 58.4; 116.3 57.1; 103.5 57.4. One pair is for all bands; 0 255 divides by 255.</source>
        <translation>Para modelos de otros programas que no lo indican: media y desviación estándar de cada banda en unidades del ráster, por ejemplo 123.7 58.4; 116.3 57.1; 103.5 57.4. Un solo par vale para todas las bandas; 0 255 divide entre 255.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>geotiff: plain GeoTIFF. cog: Cloud Optimized GeoTIFF with overviews, which displays fast at any size and takes one more pass to write.</source>
        <translation>geotiff: GeoTIFF simple. cog: Cloud Optimized GeoTIFF con vistas generales, que se muestra rápido a cualquier tamaño y necesita una pasada más al escribirlo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Data type of class probabilities</source>
        <translation>Tipo de datos de las probabilidades de clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>float: 0 to 1. byte: whole percent, a quarter of the size.</source>
        <translation>float: de 0 a 1. byte: porcentajes enteros, una cuarta parte del tamaño.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty measure</source>
        <translation>Medida de incertidumbre</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>margin: from the difference between the two most probable classes. entropy: from the distribution over all classes.</source>
        <translation>margin: a partir de la diferencia entre las dos clases más probables. entropy: a partir de la distribución de todas las clases.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of places to label next</source>
        <translation>Número de lugares que etiquetar a continuación</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The largest number of points in the layer of places to label next.</source>
        <translation>El mayor número de puntos en la capa de lugares que etiquetar a continuación.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Distance of places to label next (pixels)</source>
        <translation>Distancia entre lugares que etiquetar a continuación (píxeles)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The minimum distance between places to label next. Empty: the chip size of the model.</source>
        <translation>La distancia mínima entre los lugares que etiquetar a continuación. Vacío: el tamaño de chip del modelo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Part of the map</source>
        <translation>Parte del mapa</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For one map by several runs or computers: 1, 2, … up to the number of parts, with all other parameters the same. Finished rows are kept in the folder OUTPUT.strips, and the run that finishes the last part joins them. join: only joins parts that are all there. auto: the number comes from a queue (SLURM array, Kubernetes indexed job, torchrun; scripts in docs/cluster.md). Empty: the whole map, from what is kept of an interrupted run too.</source>
        <translation>Para un mapa hecho en varias ejecuciones o por varios ordenadores: 1, 2, … hasta el número de partes, con todos los demás parámetros iguales. Las filas terminadas se guardan en la carpeta OUTPUT.strips, y la ejecución que termina la última parte las une. join: solo une partes que están todas. auto: el número viene de una cola (matriz de SLURM, trabajo indexado de Kubernetes, torchrun; scripts en docs/cluster.md). Vacío: todo el mapa, también a partir de lo que se guarda de una ejecución interrumpida.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of parts</source>
        <translation>Número de partes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Into how many parts of about equal height the map is divided, with Part of the map.</source>
        <translation>En cuántas partes de altura casi igual se divide el mapa, con «Parte del mapa».</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classes</source>
        <translation>Clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF con los valores, nombres y colores de clase de las etiquetas de entrenamiento.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Confidence</source>
        <translation>Confianza</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF con la probabilidad de la clase predicha, en porcentaje.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class probabilities</source>
        <translation>Probabilidades de clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with one band per class.</source>
        <translation>GeoTIFF con una banda por clase.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty</source>
        <translation>Incertidumbre</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the uncertainty of the class, in percent.</source>
        <translation>GeoTIFF con la incertidumbre de la clase, en porcentaje.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of possible classes</source>
        <translation>Número de clases posibles</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the size of the prediction set: how many classes are possible at a pixel, so that the true one is among them at 90 % of pixels like those of the validation. At least 1. Needs a model that was trained with validation.</source>
        <translation>GeoTIFF con el tamaño del conjunto de predicción: cuántas clases son posibles en un píxel, de modo que la verdadera esté entre ellas en el 90 % de los píxeles semejantes a los de la validación. Al menos 1. Necesita un modelo entrenado con validación.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class areas</source>
        <translation>Superficies de las clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A table (CSV) with the pixels and hectares of each class; on the ellipsoid for a geographic CRS.</source>
        <translation>Una tabla (CSV) con los píxeles y las hectáreas de cada clase; sobre el elipsoide para un SRC geográfico.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Places to label next</source>
        <translation>Lugares que etiquetar a continuación</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>Una capa de puntos (GeoPackage) de los lugares con la clase más incierta, repartidos por el ráster: las etiquetas en ellos son las que más mejoran el modelo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The rasters are Cloud Optimized GeoTIFFs, as chosen for {outputs}; FORMAT is {format}.</source>
        <translation>Los rásteres son Cloud Optimized GeoTIFF, como se eligió para {outputs}; FORMAT es {format}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>{raster} has no colours: {reason}</source>
        <translation>{raster} no tiene colores: {reason}</translation>
    </message>
</context>
<context>
    <name>DrawAssessmentSample</name>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Assessment sample</source>
        <translation>Muestra de evaluación</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A GeoPackage of points with an empty field “reference”: choose the true class there from a list. The points carry the sampling design, which Assess Classification reads. The class on the map is hidden.</source>
        <translation>Un GeoPackage de puntos con un campo vacío «reference», que se rellena con la clase verdadera de una lista. Los puntos llevan el diseño de muestreo, que lee «Evaluar clasificación». La clase en el mapa está oculta.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of points</source>
        <translation>Número de puntos</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of strata</source>
        <translation>Número de estratos</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class raster</source>
        <translation>Ráster de clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The map to be assessed: integers in its first band. No point is drawn where it is NoData. Give either this or polygons.</source>
        <translation>El mapa que se evalúa: enteros en su primera banda. No se extrae ningún punto donde es NoData. Indique este o polígonos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons</source>
        <translation>Polígonos</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A map of polygons in place of a class raster. Points are drawn inside them.</source>
        <translation>Un mapa de polígonos en lugar de un ráster de clases. Los puntos se extraen dentro de ellos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class field</source>
        <translation>Campo de clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The class of each polygon, as a number or text; 0 is left out. Empty: all are of one class.</source>
        <translation>La clase de cada polígono, como número o texto; 0 se omite. Vacío: todos son de una sola clase.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Design</source>
        <translation>Diseño de muestreo</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>stratified: random points in each class of the map, so that rare classes get enough. random: random points anywhere. systematic: a regular lattice with a random start.</source>
        <translation>stratified: puntos aleatorios en cada clase del mapa, para que las clases raras tengan suficientes. random: puntos aleatorios en cualquier lugar. systematic: una malla regular con un comienzo aleatorio.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Empty: as many as the standard error takes.</source>
        <translation>Vacío: tantos como requiere el error estándar.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Standard error of the overall accuracy (%)</source>
        <translation>Error estándar de la exactitud global (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The wanted precision, which counts if the number of points is empty. The 95 % confidence interval reaches twice as far to either side. Half of it takes four times the points (Olofsson et al. 2014, equation 13).</source>
        <translation>La precisión deseada, que cuenta si el número de puntos está vacío. El intervalo de confianza del 95 % llega el doble de lejos a cada lado. La mitad requiere cuatro veces más puntos (Olofsson et al. 2014, ecuación 13).</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy (%)</source>
        <translation>Exactitud del usuario esperada (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How many of the points of a class are expected to be correct. 50 is the most cautious guess and takes the most points.</source>
        <translation>Cuántos de los puntos de una clase se espera que sean correctos. 50 es la suposición más prudente y requiere el mayor número de puntos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy per class (%)</source>
        <translation>Exactitud del usuario esperada por clase (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>By class value or name, such as “1: 70, forest: 90”. Other classes have the one above.</source>
        <translation>Por valor o nombre de clase, por ejemplo «1: 70, forest: 90». Las demás clases tienen la de arriba.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Allocation</source>
        <translation>Asignación</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How points are divided among classes. floor: by area, with a least number for rare classes. proportional: by area. equal: the same number for each class, for precise user&apos;s accuracies.</source>
        <translation>Cómo se reparten los puntos entre las clases. floor: por superficie, con un número mínimo para las clases raras. proportional: por superficie. equal: el mismo número para cada clase, para exactitudes del usuario precisas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Least points per class</source>
        <translation>Número mínimo de puntos por clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>For the allocation “floor”. 50 to 100 are usual.</source>
        <translation>Para la asignación «floor». Lo habitual es de 50 a 100.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Minimum distance (m)</source>
        <translation>Distancia mínima (m)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The least distance between any two points on the ground, in any CRS. 0: none.</source>
        <translation>La menor distancia entre dos puntos cualesquiera sobre el terreno, en cualquier SRC. 0: ninguna.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn in this extent only. Empty: in the whole map.</source>
        <translation>Los puntos se extraen solo en esta extensión. Vacío: en todo el mapa.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn inside these polygons only.</source>
        <translation>Los puntos se extraen solo dentro de estos polígonos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Cell size of polygons</source>
        <translation>Tamaño de celda de los polígonos</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons are divided into square cells of this side, in units of their CRS, and points are cell centres. Empty: a 5000th of the longer side of their extent.</source>
        <translation>Los polígonos se dividen en celdas cuadradas de este lado, en unidades de su SRC, y los puntos son centros de celda. Vacío: 1/5000 del lado más largo de su extensión.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The same seed, map and settings give the same points.</source>
        <translation>La misma semilla, el mismo mapa y los mismos ajustes dan los mismos puntos.</translation>
    </message>
</context>
<context>
    <name>ExportModel</name>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Model folder</source>
        <translation>Carpeta del modelo</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>A folder written by Train Pixel Classifier.</source>
        <translation>Una carpeta escrita por «Entrenar clasificador de píxeles».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>onnx: an ONNX file that takes the values of the raster, for onnxruntime, Deepness and Classify Pixels. onnx_geodeep: one for GeoDeep, which takes 3 bands of bytes and divides them by 255; Deepness reads it, too. stac: an item (JSON) that describes the model folder in a STAC catalogue. dlpk: an Esri model package for ArcGIS Pro, never tried there. int8: int8.safetensors, which lies in the model folder and lets Classify Pixels compute in 8-bit integers; for models that were trained without it.</source>
        <translation>onnx: un archivo ONNX que toma los valores del ráster, para onnxruntime, Deepness y «Clasificar píxeles». onnx_geodeep: uno para GeoDeep, que toma 3 bandas de bytes y las divide entre 255; Deepness también lo lee. stac: un ítem (JSON) que describe la carpeta del modelo en un catálogo STAC. dlpk: un paquete de modelo de Esri para ArcGIS Pro, nunca probado allí. int8: int8.safetensors, que está en la carpeta del modelo y permite a «Clasificar píxeles» calcular con enteros de 8 bits; para modelos que se entrenaron sin él.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Tile size (pixels)</source>
        <translation>Tamaño de tesela (píxeles)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>The side of the tiles, which is fixed in an ONNX model. Empty: chosen for the model, as in Classify Pixels.</source>
        <translation>El lado de las teselas, que es fijo en un modelo ONNX. Vacío: elegido para el modelo, como en «Clasificar píxeles».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Training chips folder</source>
        <translation>Carpeta de chips de entrenamiento</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>For the format int8: the chips of the training, on which the quantised network is measured and tried.</source>
        <translation>Para el formato int8: los chips del entrenamiento, con los que se mide y se prueba la red cuantizada.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>ONNX files (*.onnx);;JSON files (*.json);;Esri model packages (*.dlpk);;Quantised forms (*.safetensors)</source>
        <translation>Archivos ONNX (*.onnx);;Archivos JSON (*.json);;Paquetes de modelo de Esri (*.dlpk);;Formas cuantizadas (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Exported model</source>
        <translation>Modelo exportado</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>An .onnx file with the network, its scaling and its metadata, or a .dlpk package with the same. Or a .json file that refers to the files of the model folder. The model folder stays as it is.</source>
        <translation>Un archivo .onnx con la red, su escalado y sus metadatos, o lo mismo en un paquete .dlpk. O un archivo .json que remite a los archivos de la carpeta del modelo. La carpeta del modelo queda como está.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Equal labels (%)</source>
        <translation>Etiquetas iguales (%)</translation>
    </message>
</context>
<context>
    <name>ExportTrainingChips</name>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Training chips folder</source>
        <translation>Carpeta de chips de entrenamiento</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A new or empty folder, or an earlier export, which is replaced once the new one is complete (or extended, see Append to the folder).</source>
        <translation>Una carpeta nueva o vacía, o una exportación anterior, que se sustituye en cuanto la nueva está completa (o se amplía, véase «Añadir a la carpeta»).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Footprints</source>
        <translation>Huellas de los chips</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per chip, to check the chips by eye: shares of each class, of labelled pixels and of NoData, its placement, and the class it was placed for.</source>
        <translation>Una capa de polígonos (GeoPackage) con un polígono por chip, para comprobar los chips a simple vista: proporciones de cada clase, de píxeles etiquetados y de NoData, su colocación, y la clase para la que se colocó.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips</source>
        <translation>Número de chips</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of classes</source>
        <translation>Número de clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Imagery</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>El ráster del que se recortan los chips: cualquier formato que lea GDAL, con cualquier número de bandas y cualquier tipo de datos numérico.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Bands to use, in this order. Empty: all bands, except an alpha band that is a mask.</source>
        <translation>Las bandas que se usan, en este orden. Vacío: todas las bandas, excepto una banda alfa que sea una máscara.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (vector)</source>
        <translation>Etiquetas (vectorial)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Polygons, or points and lines with a buffer, in any CRS. Give either these or a label raster. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polígonos, o puntos y líneas con un buffer, en cualquier SRC. Indique estos o un ráster de etiquetas. Una simbología categorizada por el campo de clase fija los nombres y colores de las clases.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Class field</source>
        <translation>Campo de clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled. Empty: every feature is of class 1.</source>
        <translation>Los enteros se conservan como valores de clase; los textos pasan a ser nombres de clase y se numeran desde 1. 0 es sin etiqueta. Vacío: todos los objetos espaciales son de la clase 1.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer</source>
        <translation>Buffer</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer distance around features, in units of the labels&apos; CRS (negative: polygons shrink). Points and lines without a buffer label the pixels that they touch.</source>
        <translation>Distancia de buffer alrededor de los objetos espaciales, en unidades del SRC de las etiquetas (negativa: los polígonos encogen). Los puntos y líneas sin buffer etiquetan los píxeles que tocan.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (raster)</source>
        <translation>Etiquetas (ráster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A raster of class values on any grid and in any CRS, resampled by nearest neighbour. NoData is left out, whatever the unlabelled value.</source>
        <translation>Un ráster de valores de clase en cualquier cuadrícula y en cualquier SRC, remuestreado por el vecino más cercano. NoData se omite, sea cual sea el valor sin etiqueta.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Unlabelled value (label raster)</source>
        <translation>Valor sin etiqueta (ráster de etiquetas)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The value of unlabelled pixels in the label raster. Empty: every value is a class. If it is not 0, 0 is a class; train with an empty ignore class then.</source>
        <translation>El valor de los píxeles sin etiqueta en el ráster de etiquetas. Vacío: cada valor es una clase. Si no es 0, 0 es una clase; entrene entonces con la clase ignorada vacía.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chip size (pixels)</source>
        <translation>Tamaño de chip (píxeles)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>Lado de los chips cuadrados, un múltiplo de 32. Un chip debería mostrar un objeto y su entorno. Vacío: 256, o menos si el ráster tiene menos de 2048 píxeles de lado.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Stride (pixels)</source>
        <translation>Paso (píxeles)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Distance between neighbouring chips. Empty: half the chip size, so that chips overlap by half.</source>
        <translation>Distancia entre chips vecinos. Vacío: la mitad del tamaño de chip, de modo que los chips se solapan a medias.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Placement</source>
        <translation>Colocación</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window: en cada paso, un chip que toque etiquetas. labels: chips alrededor de píxeles etiquetados, el mismo número para cada clase, para clases raras y polígonos pequeños. both: las dos cosas juntas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips per class</source>
        <translation>Chips por clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips placed around the labels of each class, with “labels” and “both”. A class with fewer labelled pixels gets one chip per pixel.</source>
        <translation>Número de chips colocados alrededor de las etiquetas de cada clase, con «labels» y «both». Una clase con menos píxeles etiquetados recibe un chip por píxel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips are cut inside this extent only. Empty: the whole raster.</source>
        <translation>Los chips se recortan solo dentro de esta extensión. Vacío: todo el ráster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Pixels outside these polygons are NoData: neither labelled nor background.</source>
        <translation>Los píxeles fuera de estos polígonos son NoData: ni etiquetados ni fondo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Minimum labelled share (%)</source>
        <translation>Proporción mínima etiquetada (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips with a smaller share of labelled pixels are left out. 0: one labelled pixel is enough.</source>
        <translation>Los chips con una proporción menor de píxeles etiquetados se omiten. 0: basta un píxel etiquetado.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Keep chips without labels</source>
        <translation>Conservar chips sin etiquetas</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>For labels that cover everything, in which 0 is a class of its own (background).</source>
        <translation>Para etiquetas que lo cubren todo, en las que 0 es una clase propia (fondo).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The same seed places the same chips around labels.</source>
        <translation>La misma semilla coloca los mismos chips alrededor de las etiquetas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Append to the folder</source>
        <translation>Añadir a la carpeta</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Adds a scene to an earlier export with the same bands, chip size and classes.</source>
        <translation>Añade una escena a una exportación anterior con las mismas bandas, el mismo tamaño de chip y las mismas clases.</translation>
    </message>
</context>
<context>
    <name>PixelClassifier</name>
    <message>
        <location filename="../../provider/context_menu.py"/>
        <source>Pixel Classifier: Classify Pixels…</source>
        <translation>Pixel Classifier: Clasificar píxeles…</translation>
    </message>
    <message>
        <location filename="../../provider/provider.py"/>
        <source>Pixel Classifier</source>
        <translation>Pixel Classifier</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>deep learning,model,workflow,land cover,land use,classification,segmentation</source>
        <translation>aprendizaje profundo,modelo,flujo de trabajo,cobertura del suelo,uso del suelo,clasificación,segmentación</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assess Classification</source>
        <translation>Evaluar clasificación</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Computes the accuracy of a class raster and the areas of its classes from reference data.</source>
        <translation>Calcula la exactitud de un ráster de clases y las superficies de sus clases a partir de datos de referencia.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>accuracy,accuracy assessment,validation,confusion matrix,error matrix,kappa,area estimation,ground truth</source>
        <translation>exactitud,evaluación de la exactitud,validación,matriz de confusión,matriz de error,kappa,estimación de superficies,verdad terreno</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Out of memory. Use smaller chips, tiles or batches, or close other programs.</source>
        <translation>Memoria insuficiente. Use chips, teselas o lotes más pequeños, o cierre otros programas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>The operating system refused access to a file: {reason}</source>
        <translation>El sistema operativo denegó el acceso a un archivo: {reason}</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Classification with deep learning</source>
        <translation>Clasificación con aprendizaje profundo</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>Clasificar píxeles</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classifies every pixel of a raster with a trained model.</source>
        <translation>Clasifica cada píxel de un ráster con un modelo entrenado.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>deep learning,prediction,inference,segmentation,land cover,land use,classification,apply</source>
        <translation>aprendizaje profundo,predicción,inferencia,segmentación,cobertura del suelo,uso del suelo,clasificación,aplicar</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draw Assessment Sample</source>
        <translation>Extraer muestra de evaluación</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draws the random points whose true classes show how accurate a map is.</source>
        <translation>Extrae los puntos aleatorios cuyas clases verdaderas muestran la exactitud de un mapa.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>accuracy,accuracy assessment,validation,random points,stratified sample,sampling design,sample size,ground truth</source>
        <translation>exactitud,evaluación de la exactitud,validación,puntos aleatorios,muestra estratificada,diseño de muestreo,tamaño de muestra,verdad terreno</translation>
    </message>
    <message>
        <location filename="../../algorithms/engine/settings.py"/>
        <source>Where Pixel Classifier trains and classifies: the path of a Python that has PyTorch and GDAL; in_process for the process of QGIS; empty for an engine process with the environment of Set Up Deep Learning.</source>
        <translation>Dónde entrena y clasifica Pixel Classifier: la ruta de un Python que tiene PyTorch y GDAL; in_process para el proceso de QGIS; vacío para un proceso aparte con el entorno de «Configurar aprendizaje profundo».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Export Model</source>
        <translation>Exportar modelo</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Writes a trained model for other programs: ONNX, STAC, Esri model package.</source>
        <translation>Escribe un modelo entrenado para otros programas: ONNX, STAC, paquete de modelo de Esri.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>deep learning,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,share,exchange,convert,segmentation</source>
        <translation>aprendizaje profundo,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,compartir,intercambio,convertir,segmentación</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>Exportar chips de entrenamiento</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Cuts imagery and labels into chips to train a pixel classifier on.</source>
        <translation>Recorta imágenes y etiquetas en chips para entrenar con ellos un clasificador de píxeles.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>deep learning,training data,samples,tiles,chips,classified tiles,segmentation,labels</source>
        <translation>aprendizaje profundo,datos de entrenamiento,muestras,teselas,chips,classified tiles,segmentación,etiquetas</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several layers, and none is named. Give one of them: {names}</source>
        <translation>{path} contiene varias capas y no se ha indicado ninguna. Indique una de ellas: {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several rasters, and none is named. Give one of them: {names}</source>
        <translation>{path} contiene varios rásteres y no se ha indicado ninguno. Indique uno de ellos: {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>its result is empty</source>
        <translation>su resultado está vacío</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>{name} is the expression {expression}, which has no value: {reason}. Correct it, or give the value itself.</source>
        <translation>{name} es la expresión {expression}, que no tiene valor: {reason}. Corríjala o indique el valor mismo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Both {vector} and {raster} are given. Give one of them and empty the other.</source>
        <translation>Se han indicado tanto {vector} como {raster}. Indique uno de ellos y vacíe el otro.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Neither {vector} nor {raster} is given. Give a vector layer or a raster.</source>
        <translation>No se ha indicado ni {vector} ni {raster}. Indique una capa vectorial o un ráster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>{field} is empty. Choose the field of “{layer}” that holds {what}: {fields}.</source>
        <translation>{field} está vacío. Elija el campo de «{layer}» que contiene {what}: {fields}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/layers.py"/>
        <source>{output} would overwrite the input {path}. Choose another name.</source>
        <translation>{output} sobrescribiría la entrada {path}. Elija otro nombre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>{name} is {value}. {valid}</source>
        <translation>{name} es {value}. {valid}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose one of: {options}.</source>
        <translation>Elija uno de estos: {options}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give band numbers from 1 on, separated by semicolons, such as 1;3.</source>
        <translation>Indique números de banda desde 1, separados por punto y coma, por ejemplo 1;3.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give true or false.</source>
        <translation>Indique true o false.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give xmin,xmax,ymin,ymax, with another CRS than the raster&apos;s in brackets ([EPSG:4326]), or a layer.</source>
        <translation>Indique xmin,xmax,ymin,ymax, con otro SRC que el del ráster entre corchetes ([EPSG:4326]), o una capa.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>whole number</source>
        <translation>número entero</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>number</source>
        <translation>número</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} from {low:g} to {high:g}.</source>
        <translation>Elija un {number} de {low:g} a {high:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} of at least {low:g}.</source>
        <translation>Elija un {number} de al menos {low:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give a {number}, or leave it empty.</source>
        <translation>Indique un {number}, o deje el campo vacío.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/parameter_values.py"/>
        <source>{name} ({label}) is empty, and needs a value.</source>
        <translation>{name} ({label}) está vacío y necesita un valor.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/raster_loading.py"/>
        <source>{path} ({name}) is no raster: {reason}.</source>
        <translation>{path} ({name}) no es un ráster: {reason}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, whose source cannot be opened: {source}. Repair the data source of the layer.</source>
        <translation>{name} es la capa «{layer}», cuya fuente no se puede abrir: {source}. Repare la fuente de datos de la capa.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no raster layer. Choose a raster layer.</source>
        <translation>{name} es la capa «{layer}», que no es una capa ráster. Elija una capa ráster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no vector layer. Choose a vector layer.</source>
        <translation>{name} es la capa «{layer}», que no es una capa vectorial. Elija una capa vectorial.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is “{layer}”, the name of {count} layers of the project. Give the id of one of them: {ids}.</source>
        <translation>{name} es «{layer}», el nombre de {count} capas del proyecto. Indique el identificador de una de ellas: {ids}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{path} ({name}) is no vector layer: {reason}.</source>
        <translation>{path} ({name}) no es una capa vectorial: {reason}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training</source>
        <translation>entrenamiento</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>validation</source>
        <translation>validación</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training and validation</source>
        <translation>entrenamiento y validación</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>left out</source>
        <translation>omitido</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>1 class</source>
        <translation>1 clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} classes</source>
        <translation>{count} clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} or more classes</source>
        <translation>{count} o más clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Check Installation</source>
        <translation>Comprobar instalación</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Reports whether training and classification work on this computer, and how to repair them.</source>
        <translation>Informa de si el entrenamiento y la clasificación funcionan en este ordenador, y de cómo repararlos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,driver,test,diagnosis,troubleshooting</source>
        <translation>instalar,instalación,pytorch,torch,cuda,gpu,controlador,prueba,diagnóstico,solución de problemas</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation</source>
        <translation>Instalación</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Set Up Deep Learning</source>
        <translation>Configurar aprendizaje profundo</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installs PyTorch for training and classification, beside QGIS and without changing it.</source>
        <translation>Instala PyTorch para el entrenamiento y la clasificación, junto a QGIS y sin modificarlo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,environment,pip,repair,update</source>
        <translation>instalar,instalación,pytorch,torch,cuda,gpu,entorno,pip,reparar,actualizar</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Train Pixel Classifier</source>
        <translation>Entrenar clasificador de píxeles</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Trains a neural network for pixel classification on chips of imagery and labels.</source>
        <translation>Entrena una red neuronal para la clasificación de píxeles con chips de imágenes y etiquetas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>deep learning,training,segmentation,u-net,unet,deeplab,pspnet,neural network,pytorch</source>
        <translation>aprendizaje profundo,entrenamiento,segmentación,u-net,unet,deeplab,pspnet,red neuronal,pytorch</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each. openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>auto: la primera GPU si la hay; si no, la CPU. cuda:all: todas las GPU NVIDIA de este ordenador, con un proceso en cada una. openvino:gpu y openvino:npu: las GPU y las unidades de procesamiento neuronal de Intel, openvino:cpu: la CPU, mediante OpenVINO si está instalado (nunca probado en las dos primeras).</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>Solo se clasifica esta extensión, y el resultado tiene esta extensión. Vacío: todo el ráster.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>El ráster que se clasifica, con las bandas y aproximadamente el tamaño de píxel de las imágenes de entrenamiento.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>Una carpeta escrita por «Entrenar clasificador de píxeles». O un modelo de segmentación de otro programa: un archivo .onnx como los de Deepness o GeoDeep (escriba su ruta o elija la carpeta que lo contiene), o una carpeta de segmentation_models_pytorch.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A polygon for each patch, with the fields value and name of its class.</source>
        <translation>Un polígono para cada mancha, con los campos value y name de su clase.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>Remuestrea el ráster para la red al tamaño de píxel de las imágenes de entrenamiento; el resultado conserva la cuadrícula del ráster. No: el ráster se usa tal como es, con una advertencia si los tamaños de píxel difieren mucho.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Patches of fewer pixels take the class of their largest neighbour. 1: keeps all.</source>
        <translation>Las manchas de menos píxeles toman la clase de su vecina más grande. 1: conserva todo.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>Promedia las predicciones de 4 rotaciones, o de 8 rotaciones y reflexiones, de cada tesela. A menudo mejora un poco el resultado, y tarda 4 u 8 veces más.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classifies imagery with a trained model, removes small patches, and vectorises the rest to polygons with class names.</source>
        <translation>Clasifica imágenes con un modelo entrenado, elimina las manchas pequeñas y vectoriza el resto en polígonos con nombres de clase.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classify, clean and vectorise</source>
        <translation>Clasificar, limpiar y vectorizar</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classes</source>
        <translation>Clases</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF con los valores, nombres y colores de clase de las etiquetas de entrenamiento.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Extent</source>
        <translation>Extensión</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Imagery</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Model folder</source>
        <translation>Carpeta del modelo</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Polygons</source>
        <translation>Polígonos</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>Remuestrear al tamaño de píxel del modelo</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Smallest patch (pixels)</source>
        <translation>Mancha más pequeña (píxeles)</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Test-time augmentation</source>
        <translation>Aumento en la predicción (TTA)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto entrena unet y pixel, y promedia ambas, o conserva la que es claramente mejor en los bloques de validación. pixel ve un píxel cada vez: para espectros y embeddings; se entrena en segundos. pspnet y deeplabv3 ven más contexto que unet y dan contornos más gruesos.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>Chips por paso de optimización, 2 o más. 0: tantos como quepan en la memoria.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>Lado de los chips cuadrados, un múltiplo de 32. Un chip debería mostrar un objeto y su entorno. Vacío: 256, o menos si el ráster tiene menos de 2048 píxeles de lado.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled.</source>
        <translation>Los enteros se conservan como valores de clase; los textos pasan a ser nombres de clase y se numeran desde 1. 0 es sin etiqueta.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto: la primera GPU si la hay; si no, la CPU. cuda:all: todas las GPU NVIDIA de este ordenador, un proceso en cada una.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>La red que extrae las características (backbone). Los codificadores mayores aprenden más, se entrenan más despacio y necesitan más chips. pixel no lo usa.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>Número de pasadas por todos los chips. Vacío: automático, 20, o menos si tardaran más de una hora aproximadamente. Se conserva la última época cuya IoU media de validación no es claramente inferior a la más alta.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>El ráster del que se recortan los chips: cualquier formato que lea GDAL, con cualquier número de bandas y cualquier tipo de datos numérico.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Polygons, points or lines, in any CRS. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polígonos, puntos o líneas, en cualquier SRC. Una simbología categorizada por el campo de clase fija los nombres y colores de las clases.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window: en cada paso, un chip que toque etiquetas. labels: chips alrededor de píxeles etiquetados, el mismo número para cada clase, para clases raras y polígonos pequeños. both: las dos cosas juntas.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>La misma semilla da el mismo modelo en la CPU del mismo ordenador.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none: pesos iniciales aleatorios. imagenet: pesos del codificador preentrenados con fotografías, que se descargan en el primer uso. auto: imagenet si están en este ordenador o se descargan en segundos; si no, none.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Trains on imagery and a few labelled polygons, and classifies every pixel of the imagery.</source>
        <translation>Entrena con imágenes y unos pocos polígonos etiquetados, y clasifica cada píxel de las imágenes.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Train and classify</source>
        <translation>Entrenar y clasificar</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Architecture</source>
        <translation>Arquitectura</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Batch size</source>
        <translation>Tamaño de lote</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chip size (pixels)</source>
        <translation>Tamaño de chip (píxeles)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Class field</source>
        <translation>Campo de clase</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Confidence</source>
        <translation>Confianza</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF con la probabilidad de la clase predicha, en porcentaje.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Encoder</source>
        <translation>Codificador</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Epochs</source>
        <translation>Épocas</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>Una carpeta nueva o vacía, o un modelo anterior, que se sustituye en cuanto el nuevo está completo.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Placement</source>
        <translation>Colocación</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Places to label next</source>
        <translation>Lugares que etiquetar a continuación</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>Una capa de puntos (GeoPackage) de los lugares con la clase más incierta, repartidos por el ráster: las etiquetas en ellos son las que más mejoran el modelo.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>Una página con curvas, exactitud por clase, matriz de confusión y ejemplos, que se muestra en el Visor de resultados.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Pretrained weights</source>
        <translation>Pesos preentrenados</translation>
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
        <translation>&lt;p&gt;Calcula la exactitud de un ráster de clases a partir de datos de referencia, y estima las superficies de sus clases. No necesita PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/assessclassification.png&quot; width=&quot;220&quot; alt=&quot;Un ráster de clases a la izquierda, la referencia a la derecha&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Ráster de clases&lt;/b&gt;: de &lt;i&gt;Clasificar píxeles&lt;/i&gt; o de cualquier otro programa.&lt;/p&gt;
&lt;p&gt;Una &lt;b&gt;referencia&lt;/b&gt; que ningún entrenamiento haya visto, una de estas:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;una &lt;b&gt;capa vectorial&lt;/b&gt; de puntos o polígonos en cualquier SRC, con un campo de valores o nombres de clase. Un punto evalúa el píxel en el que
está; varios puntos en un píxel cuentan todos.&lt;/li&gt;
&lt;li&gt;un &lt;b&gt;ráster&lt;/b&gt; de valores de clase en cualquier cuadrícula y en cualquier SRC.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Las clases que solo tiene el mapa o solo la referencia se indican en una advertencia y se conservan en la matriz de confusión.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Muestreo&lt;/b&gt; decide qué representan las medidas. Con &lt;i&gt;none&lt;/i&gt; son las de los píxeles de referencia, con intervalos de confianza de un
bootstrap por bloques espaciales, que tiene en cuenta la autocorrelación espacial. Con &lt;i&gt;stratified&lt;/i&gt; (una muestra aleatoria por clase de este mapa) se ponderan por
la superficie cartografiada. La &lt;b&gt;superficie&lt;/b&gt; de cada clase se estima entonces con su error estándar y su intervalo de confianza del 95&amp;nbsp;% (Olofsson et al. 2014). Los puntos de &lt;i&gt;Extraer muestra de evaluación&lt;/i&gt; llevan su propio
diseño de muestreo, que se usa en lugar de ambos; su campo de clase es &lt;b&gt;reference&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;Exactitud global, kappa e IoU media, también para modelos. Por clase: precisión (exactitud del usuario), sensibilidad (exactitud del productor), F1 e IoU. El
&lt;b&gt;informe&lt;/b&gt; (HTML) las contiene con intervalos de confianza, la matriz de confusión y las superficies. La &lt;b&gt;tabla&lt;/b&gt; (CSV) tiene una fila por clase.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
&lt;p&gt;Un mapa de cuatro clases, y 50 puntos aleatorios por clase cuya clase verdadera buscó en una imagen mejor:&lt;/p&gt;
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
        <translation>&lt;p&gt;Informa de si el entrenamiento y la clasificación funcionan en este ordenador, y del remedio para cada fallo.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/checkinstallation.png&quot; width=&quot;220&quot; alt=&quot;El registro de una comprobación: paquetes y conclusión&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;Ninguna. La comprobación busca el Python que entrena y clasifica, y compara sus paquetes con las versiones probadas. Comprueba numpy y GDAL, y ejecuta una red pequeña
en cada dispositivo durante unos segundos. Cada comprobación se ejecuta en su propio proceso, de modo que se informa de un controlador que falla y este no causa daño.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;Los hallazgos, en el registro y como &lt;b&gt;informe&lt;/b&gt; en el Visor de resultados. Adjunte el informe cuando pida ayuda. Los scripts reciben &lt;b&gt;OK&lt;/b&gt; y el
número de &lt;b&gt;fallos&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
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
        <translation>&lt;p&gt;De imágenes y un modelo entrenado a un ráster de clases y a polígonos con nombres de clase: &lt;i&gt;Clasificar píxeles&lt;/i&gt;, después &lt;i&gt;Filtrado&lt;/i&gt; y
&lt;i&gt;Poligonizar (ráster a vectorial)&lt;/i&gt; de GDAL, después &lt;i&gt;Unir atributos por valor de campo&lt;/i&gt; de QGIS. Para cambiar el modelo, abra
&lt;code&gt;resources/models/classifycleanandvectorise.model3&lt;/code&gt; de la carpeta del complemento en el diseñador de modelos y guárdelo como propio.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifycleanandvectorise.png&quot; width=&quot;220&quot; alt=&quot;Imágenes a la izquierda, polígonos de sus clases a la derecha&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imágenes&lt;/b&gt; con las bandas y aproximadamente el tamaño de píxel de las imágenes de entrenamiento. La &lt;b&gt;carpeta del modelo&lt;/b&gt; viene de &lt;i&gt;Entrenar clasificador de píxeles&lt;/i&gt; o
de &lt;i&gt;Entrenar y clasificar&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Mancha más pequeña&lt;/b&gt;: las manchas de menos píxeles contiguos de una clase toman la clase de su vecina más grande. Los píxeles se unen por sus lados,
no por sus esquinas. A un metro por píxel, 20 píxeles son 20 metros cuadrados. Las manchas sin vecina, como las islas en NoData, se quedan.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Clases&lt;/b&gt;: el ráster de clases antes de la limpieza, con nombres y colores. &lt;b&gt;Polígonos&lt;/b&gt;: uno para cada mancha restante, con los campos
&lt;code&gt;value&lt;/code&gt; y &lt;code&gt;name&lt;/code&gt;.&lt;/p&gt;
&lt;p&gt;El modelo necesita los paquetes de Python torch, torchvision y segmentation-models-pytorch, que instala &lt;i&gt;Configurar aprendizaje profundo&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
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
        <translation>&lt;p&gt;Clasifica cada píxel de un ráster con un modelo entrenado.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifypixels.png&quot; width=&quot;220&quot; alt=&quot;Imágenes a la izquierda, sus clases a la derecha&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imágenes&lt;/b&gt; con las mismas bandas, en el mismo orden y las mismas unidades, y aproximadamente el mismo tamaño de píxel que las imágenes de entrenamiento. Las bandas que no
coinciden detienen la ejecución con un error. Los valores fuera del rango de los datos de entrenamiento dan una advertencia con su proporción y su rango. Si las bandas están en otro
orden, elíjalas en &lt;i&gt;Bandas&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Carpeta del modelo&lt;/b&gt;: de &lt;i&gt;Entrenar clasificador de píxeles&lt;/i&gt;. También sirven modelos de segmentación de otros programas: un archivo &lt;code&gt;.onnx&lt;/code&gt; como los de Deepness o GeoDeep (escriba su ruta o
elija la carpeta que lo contiene), y una carpeta de segmentation_models_pytorch. &lt;b&gt;Escalado de bandas&lt;/b&gt; da la media y la desviación estándar de las bandas si no las indican.&lt;/p&gt;
&lt;p&gt;El ráster se clasifica en teselas que se solapan y se funden, de modo que no se ven costuras. Sirven rásteres de cualquier tamaño; el uso de memoria depende del
tamaño de tesela y del ancho del ráster. Si la memoria se agota, se usan lotes más pequeños, luego teselas más pequeñas, luego la CPU, y el registro lo indica.
El progreso cuenta píxeles, y el registro indica el tiempo restante.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Remuestrear al tamaño de píxel del modelo&lt;/b&gt; remuestrea el ráster para la red al tamaño de píxel de las imágenes de entrenamiento; el resultado conserva la cuadrícula del
ráster. &lt;b&gt;Aumento en la predicción (TTA)&lt;/b&gt; promedia las predicciones de 4 u 8 rotaciones y reflexiones de cada tesela: a menudo algo mejor, y 4 u 8 veces más
lento.&lt;/p&gt;
&lt;p&gt;Una ejecución larga que se interrumpió se reanuda donde estaba cuando la inicia de nuevo con los mismos parámetros; hasta entonces, sus filas terminadas están en una carpeta junto al
resultado que termina en &lt;code&gt;.strips&lt;/code&gt;. &lt;b&gt;Parte del mapa&lt;/b&gt; reparte un mapa entre varias ejecuciones u ordenadores.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Clases&lt;/b&gt;: un GeoTIFF con los valores de clase de las etiquetas de entrenamiento. Los nombres y colores se guardan con él (tabla de atributos y tabla de
colores, en parte en el archivo &lt;code&gt;.aux.xml&lt;/code&gt; que está al lado), de modo que QGIS lo muestra con su estilo. NoData en las imágenes es NoData en el resultado.&lt;/p&gt;
&lt;p&gt;A petición:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;b&gt;confianza&lt;/b&gt;, la probabilidad de la clase predicha en porcentaje (calibrada con los píxeles de validación del entrenamiento), y &lt;b&gt;probabilidades de clase&lt;/b&gt;, una banda por clase;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;incertidumbre&lt;/b&gt; en porcentaje: a partir del margen entre las dos clases más probables, o de la entropía de todas;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;número de clases posibles&lt;/b&gt;, el tamaño del conjunto de predicción: tantas clases que la verdadera está entre ellas en un 90 % de los píxeles, aproximadamente, en un
terreno como el de los bloques de validación del entrenamiento. 1: una sola clase es posible. Necesita un modelo entrenado con validación;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;superficies de las clases&lt;/b&gt;, una tabla (CSV) de píxeles y hectáreas;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;lugares que etiquetar a continuación&lt;/b&gt;, una capa de puntos de los lugares más inciertos, repartidos por la escena. Etiquételos, expórtelos
con &lt;i&gt;Añadir a la carpeta&lt;/i&gt;, y entrene de nuevo.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Formato&lt;/b&gt; cog escribe Cloud Optimized GeoTIFF con vistas generales.&lt;/p&gt;
&lt;p&gt;La clasificación necesita los paquetes de Python torch, torchvision y segmentation-models-pytorch, que instala
&lt;i&gt;Configurar aprendizaje profundo&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
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
        <translation>&lt;p&gt;Extrae los puntos aleatorios cuyas clases verdaderas muestran la exactitud de un mapa. No necesita PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/drawassessmentsample.png&quot; width=&quot;220&quot; alt=&quot;Un ráster de clases a la izquierda, sus puntos sin clases a la derecha&quot;&gt;&lt;/p&gt;
&lt;p&gt;Solo una muestra aleatoria representa un mapa. Extraiga una, busque la clase verdadera de cada punto en una imagen mejor o en el terreno, y ejecute
&lt;i&gt;Evaluar clasificación&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;Un &lt;b&gt;ráster de clases&lt;/b&gt; de &lt;i&gt;Clasificar píxeles&lt;/i&gt; o de cualquier otro programa, o &lt;b&gt;polígonos&lt;/b&gt; con un campo de clase. No se extrae ningún punto en NoData,
fuera de la extensión ni fuera de la máscara.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Diseño de muestreo&lt;/b&gt;: los puntos de &lt;i&gt;stratified&lt;/i&gt; están en cada clase del mapa, para que las clases raras tengan suficientes. Los de &lt;i&gt;random&lt;/i&gt; están
en cualquier lugar, los de &lt;i&gt;systematic&lt;/i&gt; en una malla con un comienzo aleatorio.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Número de puntos&lt;/b&gt;: si está vacío, resulta del error estándar que debe tener la exactitud global. Depende también de la
exactitud que espera de las clases (Olofsson et al. 2014). Con los valores predeterminados es 400, para una exactitud global de ±&amp;nbsp;4&amp;nbsp;%.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Asignación&lt;/b&gt;: &lt;i&gt;floor&lt;/i&gt; da a cada clase al menos 50 puntos, y reparte los demás por superficie.&lt;/p&gt;
&lt;p&gt;La misma &lt;b&gt;semilla&lt;/b&gt; da los mismos puntos. Elija otra para una muestra nueva.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;Una capa de puntos. Active la edición y elija la clase verdadera de cada punto en su campo &lt;b&gt;reference&lt;/b&gt;: una lista desplegable de las clases. Lo que el mapa muestra allí está
oculto, para que no le influya. Deje la referencia vacía donde la clase no se pueda reconocer.&lt;/p&gt;
&lt;p&gt;Los puntos llevan el diseño de muestreo: &lt;i&gt;Evaluar clasificación&lt;/i&gt; lo lee, con &lt;b&gt;reference&lt;/b&gt; como campo de clase, y los pondera según él. Los
mismos puntos pueden evaluar otros mapas del mismo terreno.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
&lt;p&gt;Un error estándar del 2&amp;nbsp;% para un mapa cuya clase 4 es menos exacta que las demás:&lt;/p&gt;
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
        <translation>&lt;p&gt;Escribe un modelo entrenado para otros programas: como archivo ONNX, que ejecutan sin PyTorch y sin este complemento, o como ítem de un catálogo STAC.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exportmodel.png&quot; width=&quot;220&quot; alt=&quot;Una carpeta de modelo a la izquierda, un archivo ONNX para otros programas a la derecha&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Carpeta del modelo&lt;/b&gt;: de &lt;i&gt;Entrenar clasificador de píxeles&lt;/i&gt;. Se puede exportar cualquier arquitectura.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Formato&lt;/b&gt;:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;i&gt;onnx&lt;/i&gt; toma los valores del ráster tal como son; para Deepness, para scripts con onnxruntime, y para &lt;i&gt;Clasificar píxeles&lt;/i&gt;.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;onnx_geodeep&lt;/i&gt; es para GeoDeep, que solo lee rásteres de 3 bandas de bytes. Deepness también lo lee.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;int8&lt;/i&gt; es &lt;code&gt;int8.safetensors&lt;/code&gt;, que en la carpeta del modelo permite a &lt;i&gt;Clasificar píxeles&lt;/i&gt; calcular con enteros de 8 bits, hasta el doble de rápido en las CPU. Se mide y se prueba con la &lt;b&gt;carpeta de chips de entrenamiento&lt;/b&gt;; los modelos que se entrenaron con OpenVINO instalado ya lo tienen.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;stac&lt;/i&gt; es un ítem (JSON) según la extensión Machine Learning Model, que describe la carpeta del modelo en un catálogo STAC y remite a sus archivos. No tiene geometría, ya que
el modelo no sabe dónde se entrenó.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;dlpk&lt;/i&gt; es un paquete de modelo de Esri para &lt;i&gt;Classify Pixels Using Deep Learning&lt;/i&gt; de ArcGIS Pro: el modelo ONNX, su definición y una función ráster. Sigue la descripción de Esri y
&lt;b&gt;nunca se probó en ArcGIS Pro&lt;/b&gt;, que necesita el paquete onnxruntime en su Python.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Tamaño de tesela&lt;/b&gt;: fijo en el archivo, ya que otros programas necesitan conocerlo. Elija uno más pequeño si allí se agota la memoria.&lt;/p&gt;
&lt;p&gt;ONNX necesita los paquetes de Python onnx, onnxscript y onnxruntime: ejecute &lt;i&gt;Configurar aprendizaje profundo&lt;/i&gt; con &lt;b&gt;Paquetes para modelos ONNX&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;Un &lt;b&gt;archivo ONNX&lt;/b&gt;. El escalado, softmax y la calibración están dentro: entran valores del ráster, salen probabilidades de clase. Sus metadatos indican los nombres de clase,
el tamaño de píxel y las teselas como los leen Deepness y GeoDeep. El archivo se prueba en onnxruntime antes de escribirlo; el registro indica la proporción de píxeles con la misma clase que en
PyTorch.&lt;/p&gt;
&lt;p&gt;NoData no forma parte de un modelo ONNX: otros programas lo clasifican como cualquier otro valor. Deepness no funde las teselas, de modo que pueden verse sus costuras.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
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
        <translation>&lt;p&gt;Recorta un ráster y sus etiquetas en &lt;b&gt;chips&lt;/b&gt; de entrenamiento: pequeñas imágenes cuadradas, con las que entrena &lt;i&gt;Entrenar clasificador de píxeles&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exporttrainingchips.png&quot; width=&quot;220&quot; alt=&quot;Una ortofoto con sus chips, coloreados por clase dominante&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imágenes&lt;/b&gt;: cualquier ráster que lea GDAL, con cualquier número de bandas y cualquier tipo de datos numérico.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Etiquetas&lt;/b&gt;, una de estas:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;una &lt;b&gt;capa vectorial&lt;/b&gt; en cualquier SRC: polígonos, o puntos y líneas con un buffer. El campo de clase contiene enteros,
que se conservan como valores de clase, o textos, que pasan a ser nombres de clase. A petición se usan solo los objetos seleccionados.&lt;/li&gt;
&lt;li&gt;un &lt;b&gt;ráster de etiquetas&lt;/b&gt; en cualquier cuadrícula y en cualquier SRC.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Las etiquetas pueden ser dispersas. &lt;b&gt;Los píxeles sin etiqueta son 0.&lt;/b&gt; Los píxeles NoData, y los que están fuera del ráster o de los polígonos de máscara, se marcan en la
banda de máscara de cada chip.&lt;/p&gt;
&lt;p&gt;Los nombres y colores de las clases vienen de la simbología categorizada de la capa, o de la tabla de atributos o de colores del ráster.&lt;/p&gt;
&lt;h3&gt;Colocación de los chips&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;window&lt;/b&gt;: en cada paso de una ventana deslizante, un chip que toque etiquetas. Para etiquetas que cubren gran parte del ráster.&lt;br&gt;
&lt;b&gt;labels&lt;/b&gt;: chips alrededor de píxeles etiquetados, para cada clase los que indica &lt;i&gt;Chips por clase&lt;/i&gt;. Para etiquetas dispersas y clases raras: una clase
de nueve píxeles etiquetados recibe nueve chips. Los píxeles muestreados de una clase están alejados entre sí, y cada uno está en una posición aleatoria de la mitad interior de su
chip.&lt;br&gt;
&lt;b&gt;both&lt;/b&gt;: las dos cosas juntas, sin duplicados. Los chips se desplazan para quedar dentro del ráster; solo se rellena un ráster más pequeño que un chip.
Las estadísticas y los recuentos de clases son de los chips: un píxel en dos chips cuenta dos veces.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;Una &lt;b&gt;carpeta de chips de entrenamiento&lt;/b&gt; con la estructura Classified Tiles de Esri: &lt;code&gt;images/&lt;/code&gt; y &lt;code&gt;labels/&lt;/code&gt; con GeoTIFF georreferenciados,
&lt;code&gt;chips.json&lt;/code&gt; con clases, bandas y estadísticas, y los archivos que necesita ArcGIS. La capa &lt;b&gt;huellas de los chips&lt;/b&gt; tiene un polígono por chip,
coloreado por clase dominante; la opacidad muestra la proporción etiquetada.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
&lt;p&gt;Una ortofoto con unos cientos de polígonos, campo &lt;code&gt;landcover&lt;/code&gt;: tamaño de chip 256, paso 128. Después pase la carpeta a
&lt;i&gt;Entrenar clasificador de píxeles&lt;/i&gt;.&lt;/p&gt;
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
        <translation>&lt;p&gt;Instala PyTorch y los demás paquetes que necesitan el entrenamiento y la clasificación, en un entorno virtual con el Python de QGIS. QGIS y sus
paquetes no cambian. No se instala nada si usted no ejecuta esto.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/setupdeeplearning.png&quot; width=&quot;220&quot; alt=&quot;El diálogo, que no necesita ninguna entrada&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;Normalmente ninguna: pulse &lt;i&gt;Ejecutar&lt;/i&gt;. Los paquetes ocupan algunos gigabytes, y el registro muestra la salida de pip.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Compilación de PyTorch&lt;/b&gt;: normalmente &lt;i&gt;auto&lt;/i&gt;. En Linux, la compilación predeterminada funciona con y sin GPU NVIDIA; sin
controlador NVIDIA se toma la compilación pequeña sin CUDA si &lt;b&gt;Índice de paquetes adicional&lt;/b&gt; indica un índice que la tiene (véase pytorch.org); &lt;i&gt;cpu&lt;/i&gt; la toma en cualquier caso. En
Windows, la compilación predeterminada no tiene CUDA: elija &lt;i&gt;cuda&lt;/i&gt;, e indique como &lt;b&gt;Índice de paquetes&lt;/b&gt; el que pytorch.org da para CUDA.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Carpeta de instalación&lt;/b&gt;: si está vacía, el entorno va a la carpeta &lt;code&gt;pixel_classifier&lt;/code&gt; de su perfil de QGIS; todos los perfiles lo usan, y una reparación
se queda en la misma carpeta. Elija otra carpeta si ese disco es pequeño, o si el perfil está en un servidor.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Carpeta de wheels&lt;/b&gt;: para ordenadores sin red. Llénela con &lt;code&gt;pip download&lt;/code&gt; en un ordenador del mismo tipo.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Paquetes para modelos ONNX&lt;/b&gt;: para &lt;i&gt;Exportar modelo&lt;/i&gt;, y para &lt;i&gt;Clasificar píxeles&lt;/i&gt; con archivos &lt;code&gt;.onnx&lt;/code&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;OpenVINO para clasificar rápido en CPU&lt;/b&gt;: con él las CPU clasifican hasta el doble de rápido, con enteros de 8 bits, si el entrenamiento del modelo mostró que son igual de exactos; también se pueden elegir las GPU y NPU
de Intel. Linux y Windows en x86-64. Su telemetría no se carga nunca.&lt;/p&gt;
&lt;p&gt;Ejecútelo de nuevo para reparar un entorno, o tras una actualización de QGIS o del complemento, mientras no haya ningún entrenamiento en marcha. El entorno nuevo se construye junto al
anterior y lo sustituye en cuanto todos los paquetes se cargan; una configuración fallida o cancelada conserva el entorno anterior.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;La carpeta del &lt;b&gt;entorno&lt;/b&gt;. El entrenamiento y la clasificación lo usan sin reiniciar QGIS. Para desinstalar, borre
la carpeta.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
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
        <translation>&lt;p&gt;De imágenes y unos pocos polígonos etiquetados a un ráster de clases en una ejecución: &lt;i&gt;Exportar chips de entrenamiento&lt;/i&gt;, &lt;i&gt;Entrenar clasificador de píxeles&lt;/i&gt; y
&lt;i&gt;Clasificar píxeles&lt;/i&gt; uno tras otro. Para más opciones, ejecute los tres por separado. Para cambiar el modelo, abra
&lt;code&gt;resources/models/trainandclassify.model3&lt;/code&gt; de la carpeta del complemento en el diseñador de modelos y guárdelo como propio.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainandclassify.png&quot; width=&quot;220&quot; alt=&quot;Imágenes con polígonos etiquetados a la izquierda, sus clases a la derecha&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imágenes&lt;/b&gt; y &lt;b&gt;etiquetas&lt;/b&gt;: polígonos, o puntos y líneas, con un &lt;b&gt;campo de clase&lt;/b&gt; de enteros o textos. Bastan unos pocos, pero cada clase
debería estar etiquetada en varios lugares.&lt;/p&gt;
&lt;p&gt;Los chips se solapan a medias. Un &lt;b&gt;tamaño de chip&lt;/b&gt; vacío se ajusta al ráster. Con pocos polígonos o clases raras, elija la
&lt;b&gt;colocación&lt;/b&gt; labels o both.&lt;/p&gt;
&lt;p&gt;Parte de las etiquetas se reserva para la validación, en bloques separados, de modo que la exactitud indicada es independiente del entrenamiento. Un buscador elige la tasa de
aprendizaje.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Clases&lt;/b&gt;: el ráster de clases de todas las imágenes, con los valores, nombres y colores de las etiquetas. La &lt;b&gt;carpeta del modelo&lt;/b&gt;, para &lt;i&gt;Clasificar píxeles&lt;/i&gt; y para
&lt;i&gt;Clasificar, limpiar y vectorizar&lt;/i&gt; con otras imágenes; elija una carpeta permanente para conservarla. El &lt;b&gt;informe&lt;/b&gt; contiene la exactitud del modelo. A petición:
&lt;b&gt;confianza&lt;/b&gt;, y &lt;b&gt;lugares que etiquetar a continuación&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;El modelo necesita los paquetes de Python torch, torchvision y segmentation-models-pytorch, que instala &lt;i&gt;Configurar aprendizaje profundo&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
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
        <translation>&lt;p&gt;Entrena una red neuronal para la clasificación de píxeles con &lt;b&gt;chips&lt;/b&gt; de imágenes y etiquetas.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainpixelclassifier.png&quot; width=&quot;220&quot; alt=&quot;Los chips de un entrenamiento: entrenamiento, validación, y los omitidos entre ellos&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entradas&lt;/h3&gt;
&lt;p&gt;Una o varias &lt;b&gt;carpetas de chips de entrenamiento&lt;/b&gt;: de &lt;i&gt;Exportar chips de entrenamiento&lt;/i&gt;, de ArcGIS (Classified Tiles), o cualquier carpeta con
&lt;code&gt;images/&lt;/code&gt; y &lt;code&gt;labels/&lt;/code&gt; que contengan archivos con los mismos nombres.&lt;/p&gt;
&lt;p&gt;Sirven &lt;b&gt;etiquetas dispersas&lt;/b&gt;: los píxeles de la &lt;b&gt;clase ignorada&lt;/b&gt; (0) no se entrenan ni se evalúan. Si las etiquetas lo cubren
todo y 0 es una clase propia, vacíe ese parámetro.&lt;/p&gt;
&lt;p&gt;Parte de las etiquetas se reserva para la &lt;b&gt;validación&lt;/b&gt;, en bloques separados que ningún chip de entrenamiento toca.&lt;/p&gt;
&lt;p&gt;Los valores predeterminados convienen a la mayoría de los datos: un buscador elige la &lt;b&gt;tasa de aprendizaje&lt;/b&gt;, las clases raras tienen más peso en la pérdida, y los chips con clases raras se
sobremuestrean. Use el aumento de contraste y de brillo para escenas con otra luz o de otra estación, y el de escala para objetos de muchos tamaños.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Partir de un modelo&lt;/b&gt; ajusta un modelo anterior, con las mismas u otras clases y bandas.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Forma cuantizada para CPU&lt;/b&gt;: los entrenamientos de un minuto o más terminan con una prueba de la red con enteros de 8 bits en las etiquetas de validación. Para ello se necesita OpenVINO (&lt;i&gt;Configurar aprendizaje profundo&lt;/i&gt;). &lt;i&gt;Clasificar píxeles&lt;/i&gt;
los usa en las CPU, hasta el doble de rápido, solo si son igual de exactos.&lt;/p&gt;
&lt;h3&gt;Salidas&lt;/h3&gt;
&lt;p&gt;Una &lt;b&gt;carpeta del modelo&lt;/b&gt; para &lt;i&gt;Clasificar píxeles&lt;/i&gt;, con la red de la época elegida, los nombres, valores y colores de las clases, la normalización de las bandas y
la exactitud por clase. Un &lt;b&gt;informe&lt;/b&gt; con las curvas del entrenamiento, la matriz de confusión, los mejores y los peores chips, y un mapa de los bloques de entrenamiento y de
validación. Contiene también las distancias de la escena y de la validación a las etiquetas de entrenamiento, la cobertura de los conjuntos de predicción, y todos los ajustes. &lt;b&gt;Chips por división&lt;/b&gt; (una capa, a petición) muestra esos bloques en el mapa. &lt;i&gt;Cancelar&lt;/i&gt; conserva el modelo obtenido hasta entonces, y el registro indica su carpeta.&lt;/p&gt;
&lt;p&gt;Un punto de control se escribe como máximo una vez por minuto, tras una época. Para continuar una ejecución que se canceló, falló o fue terminada, ejecútela de nuevo con los mismos parámetros y
&lt;b&gt;Reanudar entrenamiento interrumpido&lt;/b&gt;: termina con los mismos pesos que una ejecución sin interrupción.&lt;/p&gt;
&lt;h3&gt;Duración&lt;/h3&gt;
&lt;p&gt;Unos cientos de chips y 20 épocas tardan minutos en una GPU y aproximadamente una hora en la CPU de un portátil. Empiece con &lt;code&gt;resnet18&lt;/code&gt; y pocas
épocas. Si la memoria se agota, use un tamaño de lote menor.&lt;/p&gt;
&lt;p&gt;El entrenamiento necesita los paquetes de Python torch, torchvision y segmentation-models-pytorch, que instala
&lt;i&gt;Configurar aprendizaje profundo&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Ejemplo&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainpixelclassifier -- CHIPS=chips ARCHITECTURE=unet ENCODER=resnet34 EPOCHS=40 OUTPUT=model REPORT=report.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>PixelClassifierAlgorithm</name>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Bands</source>
        <translation>Bandas</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Extent</source>
        <translation>Extensión</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Mask polygons</source>
        <translation>Polígonos de máscara</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Ignore class (unlabelled value)</source>
        <translation>Clase ignorada (valor sin etiqueta)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto: la primera GPU si la hay; si no, la CPU. cuda:all: todas las GPU NVIDIA de este ordenador, un proceso en cada una.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>HTML files (*.html)</source>
        <translation>Archivos HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>CSV files (*.csv)</source>
        <translation>Archivos CSV (*.csv)</translation>
    </message>
</context>
<context>
    <name>SetUpDeepLearning</name>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Build of PyTorch</source>
        <translation>Compilación de PyTorch</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>auto: the one for this computer. On Linux without an NVIDIA driver that is the small build without CUDA, where the package index has it. Otherwise it is the default build, which works with and without an NVIDIA GPU. cpu: the build without CUDA. cuda: fails unless PyTorch has CUDA.</source>
        <translation>auto: la adecuada para este ordenador. En Linux sin controlador NVIDIA es la compilación pequeña sin CUDA, si el índice de paquetes la tiene. Si no, es la compilación predeterminada, que funciona con y sin GPU NVIDIA. cpu: la compilación sin CUDA. cuda: falla si PyTorch no tiene CUDA.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Package index</source>
        <translation>Índice de paquetes</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a package index that replaces the default one. Empty: the configuration of pip.</source>
        <translation>URL de un índice de paquetes que sustituye al predeterminado. Vacío: la configuración de pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Extra package index</source>
        <translation>Índice de paquetes adicional</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of an additional package index, such as the one that pytorch.org gives for a build.</source>
        <translation>URL de un índice de paquetes adicional, por ejemplo el que pytorch.org indica para una compilación.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Wheel folder</source>
        <translation>Carpeta de wheels</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>For computers without a network: a folder with the packages as wheels, from pip download.</source>
        <translation>Para ordenadores sin red: una carpeta con los paquetes como wheels, de pip download.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a proxy, such as http://proxy:8080. Empty: the configuration of pip.</source>
        <translation>URL de un proxy, por ejemplo http://proxy:8080. Vacío: la configuración de pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installation folder</source>
        <translation>Carpeta de instalación</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The folder for the environment, which takes some gigabytes. Empty: that of the previous environment, or else your QGIS profile. All profiles use it, and updates of the plugin keep it.</source>
        <translation>La carpeta para el entorno, que ocupa algunos gigabytes. Vacío: la del entorno anterior o, si no lo hay, su perfil de QGIS. Todos los perfiles lo usan, y las actualizaciones del complemento lo conservan.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Packages for ONNX models</source>
        <translation>Paquetes para modelos ONNX</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs onnx, onnxscript and onnxruntime (about 50 MB), with which Export Model writes ONNX files and Classify Pixels reads them. An environment that has them keeps them when it is repaired.</source>
        <translation>Instala también onnx, onnxscript y onnxruntime (unos 50 MB), con los que «Exportar modelo» escribe archivos ONNX y «Clasificar píxeles» los lee. Un entorno que los tiene los conserva cuando se repara.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>OpenVINO for fast classification on CPUs</source>
        <translation>OpenVINO para clasificar rápido en CPU</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs openvino (60 MB to download) on Linux and Windows on x86-64. With it CPUs classify in 8-bit integers, up to twice as fast, where the model&apos;s training showed that they are as accurate. Intel&apos;s GPUs and NPUs can be chosen, too. Where it cannot be installed, a warning gives the reason, and PyTorch classifies.</source>
        <translation>Instala también openvino (60 MB de descarga) en Linux y Windows sobre x86-64. Con él las CPU clasifican en enteros de 8 bits, hasta el doble de rápido, si el entrenamiento del modelo mostró que son igual de exactos. También se pueden elegir las GPU y NPU de Intel. Si no se puede instalar, una advertencia indica el motivo y PyTorch clasifica.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has the packages for ONNX models; so will the new one.</source>
        <translation>El entorno anterior tiene los paquetes para modelos ONNX; el nuevo también los tendrá.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has OpenVINO; the new one will not, as OPENVINO is false.</source>
        <translation>El entorno anterior tiene OpenVINO; el nuevo no lo tendrá, porque OPENVINO es false.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Ready. Training and classification now use {folder}.</source>
        <translation>Listo. El entrenamiento y la clasificación usan ahora {folder}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Another environment takes precedence: {python}.</source>
        <translation>Otro entorno tiene prioridad: {python}.</translation>
    </message>
</context>
<context>
    <name>TrainPixelClassifier</name>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training chips folder</source>
        <translation>Carpeta de chips de entrenamiento</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A folder from Export Training Chips, a Classified Tiles export of ArcGIS, or any folder with images/ and labels/ that hold files of equal names.</source>
        <translation>Una carpeta de «Exportar chips de entrenamiento», una exportación Classified Tiles de ArcGIS, o cualquier carpeta con images/ y labels/ que contengan archivos con los mismos nombres.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Additional training chips folders</source>
        <translation>Carpetas de chips de entrenamiento adicionales</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Further folders with the same bands and classes. In the dialog choose the file chips.json of each folder (or any of its chips); scripts, models and qgis_process take the folders themselves.</source>
        <translation>Más carpetas con las mismas bandas y clases. En el diálogo, elija el archivo chips.json de cada carpeta (o cualquiera de sus chips); los scripts, los modelos y qgis_process toman las carpetas mismas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pixels with this value are neither trained on nor evaluated. Empty: every value is a class, 0 too, for labels that cover everything (IGNORE_CLASS= under qgis_process, None in scripts).</source>
        <translation>Los píxeles con este valor no se entrenan ni se evalúan. Vacío: cada valor es una clase, también 0, para etiquetas que lo cubren todo (IGNORE_CLASS= en qgis_process, None en scripts).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Architecture</source>
        <translation>Arquitectura</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto entrena unet y pixel, y promedia ambas, o conserva la que es claramente mejor en los bloques de validación. pixel ve un píxel cada vez: para espectros y embeddings; se entrena en segundos. pspnet y deeplabv3 ven más contexto que unet y dan contornos más gruesos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Encoder</source>
        <translation>Codificador</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>La red que extrae las características (backbone). Los codificadores mayores aprenden más, se entrenan más despacio y necesitan más chips. pixel no lo usa.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Other encoder</source>
        <translation>Otro codificador</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm (tu-convnext_tiny). Overrides Encoder.</source>
        <translation>Cualquier otro codificador por su nombre en segmentation_models_pytorch, o tu-NAME para uno de timm (tu-convnext_tiny). Prevalece sobre «Codificador».</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pretrained weights</source>
        <translation>Pesos preentrenados</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. file: encoder weights from a file on this computer. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none: pesos iniciales aleatorios. imagenet: pesos del codificador preentrenados con fotografías, que se descargan en el primer uso. file: pesos del codificador de un archivo de este ordenador. auto: imagenet si están en este ordenador o se descargan en segundos; si no, none.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>Pesos (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights file</source>
        <translation>Archivo de pesos</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The pretrained encoder weights, with “file” as pretrained weights.</source>
        <translation>Los pesos preentrenados del codificador, con «file» como pesos preentrenados.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Start from model</source>
        <translation>Partir de un modelo</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A model folder to continue from (fine-tuning), with the same or other classes and bands. Its architecture and encoder override those above; the log lists which weights are kept and which are new.</source>
        <translation>Una carpeta de modelo desde la que continuar (ajuste fino), con las mismas u otras clases y bandas. Su arquitectura y su codificador prevalecen sobre los de arriba; el registro indica qué pesos se conservan y cuáles son nuevos.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs with frozen encoder</source>
        <translation>Épocas con el codificador congelado</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of first epochs that train the decoder only, to protect pretrained encoder weights.</source>
        <translation>Número de las primeras épocas que solo entrenan el decodificador, para proteger los pesos preentrenados del codificador.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs</source>
        <translation>Épocas</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>Número de pasadas por todos los chips. Vacío: automático, 20, o menos si tardaran más de una hora aproximadamente. Se conserva la última época cuya IoU media de validación no es claramente inferior a la más alta.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Batch size</source>
        <translation>Tamaño de lote</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>Chips por paso de optimización, 2 o más. 0: tantos como quepan en la memoria.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Validation share (%)</source>
        <translation>Proporción de validación (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Share of the labels that is kept for validation, in separate blocks. 0: trains on everything.</source>
        <translation>Proporción de las etiquetas que se reserva para la validación, en bloques separados. 0: entrena con todo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Final training on all labels</source>
        <translation>Entrenamiento final con todas las etiquetas</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>After the validation, trains again with the labels of the validation blocks and of the gap around them too. The figures stay those of the validated model. auto: where labels are few (up to 128 training chips).</source>
        <translation>Tras la validación, entrena otra vez, también con las etiquetas de los bloques de validación y de la franja a su alrededor. Las cifras siguen siendo las del modelo validado. auto: donde hay pocas etiquetas (hasta 128 chips de entrenamiento).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Quantised form for CPUs</source>
        <translation>Forma cuantizada para CPU</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Tries the network in 8-bit integers, up to twice as fast, on the validation labels. Classify Pixels uses them where the mean IoU is at most 0.002 lower and 99.5 % of the labels are equal. auto: after a minute of training, where OpenVINO is installed.</source>
        <translation>Prueba la red con enteros de 8 bits, hasta el doble de rápidos, en las etiquetas de validación. «Clasificar píxeles» los usa si la IoU media es como máximo 0.002 menor y el 99.5 % de las etiquetas son iguales. auto: tras un minuto de entrenamiento, si OpenVINO está instalado.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate</source>
        <translation>Tasa de aprendizaje</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The maximum of the schedule, which warms up and then decays. Empty: a learning-rate finder chooses it; the log and the report contain it.</source>
        <translation>El máximo del programa, que sube y después decae. Vacío: la elige un buscador de la tasa de aprendizaje; el registro y el informe la indican.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Patience (epochs)</source>
        <translation>Paciencia (épocas)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Early stopping: ends the training after so many epochs without improvement. 0: never.</source>
        <translation>Parada temprana: termina el entrenamiento tras este número de épocas sin mejora. 0: nunca.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weight averaging (EMA)</source>
        <translation>Promedio de los pesos (EMA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Evaluates and keeps an exponential moving average of the weights, which varies less between epochs.</source>
        <translation>Evalúa y conserva una media móvil exponencial de los pesos, que varía menos entre épocas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Loss function</source>
        <translation>Función de pérdida</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>dice, jaccard, lovasz and tversky measure the overlap of regions; focal concentrates on pixels with large errors. All use labelled pixels only.</source>
        <translation>dice, jaccard, lovasz y tversky miden el solape de regiones; focal se concentra en los píxeles con errores grandes. Todas usan solo píxeles etiquetados.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weighting</source>
        <translation>Ponderación de clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>How much more the loss weighs pixels of rare classes: none, inverse_root, up to inverse_frequency.</source>
        <translation>Cuánto más pondera la pérdida los píxeles de clases raras: none, inverse_root, hasta inverse_frequency.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weights</source>
        <translation>Pesos de clase</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>For the class weighting “given”: a weight for each class value, such as 1: 1.0, 2: 5.</source>
        <translation>Para la ponderación de clases «given»: un peso para cada valor de clase, por ejemplo 1: 1.0, 2: 5.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Oversample rare classes</source>
        <translation>Sobremuestrear clases raras</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Samples chips with classes that fewer than one in eight chips contain up to eight times per epoch. Class weights are computed from the sampled pixels, so the two together do not overcorrect.</source>
        <translation>Muestrea hasta ocho veces por época los chips con clases que contiene menos de uno de cada ocho chips. Los pesos de clase se calculan con los píxeles muestreados, de modo que las dos cosas juntas no corrigen en exceso.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Random flips and 90° rotations</source>
        <translation>Volteos y rotaciones de 90° aleatorios</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Flips and rotates chips at random, as imagery from above has no preferred direction.</source>
        <translation>Voltea y rota los chips al azar, ya que las imágenes desde arriba no tienen una dirección preferente.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Scale augmentation (%)</source>
        <translation>Aumento de escala (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Enlarges and shrinks chips at random by up to this much, for objects of many sizes. 0: off.</source>
        <translation>Amplía y reduce los chips al azar hasta este valor, para objetos de muchos tamaños. 0: desactivado.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Contrast augmentation (%)</source>
        <translation>Aumento de contraste (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the contrast of each band at random by up to this much, for scenes of other light or season.</source>
        <translation>Varía el contraste de cada banda al azar hasta este valor, para escenas con otra luz o de otra estación.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Brightness augmentation (%)</source>
        <translation>Aumento de brillo (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the brightness of each band at random, in percent of its standard deviation.</source>
        <translation>Varía el brillo de cada banda al azar, en porcentaje de su desviación estándar.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Noise augmentation (%)</source>
        <translation>Aumento con ruido (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Adds noise to each pixel, in percent of the band&apos;s standard deviation, for noisier imagery.</source>
        <translation>Añade ruido a cada píxel, en porcentaje de la desviación estándar de la banda, para imágenes más ruidosas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resume interrupted training</source>
        <translation>Reanudar entrenamiento interrumpido</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resumes from the last checkpoint of a run into the same model folder that was cancelled, crashed or killed. All other parameters must be the same. Without a checkpoint, training starts from the beginning.</source>
        <translation>Reanuda desde el último punto de control de una ejecución en la misma carpeta de modelo que se canceló, falló o fue terminada. Todos los demás parámetros deben ser los mismos. Sin punto de control, el entrenamiento empieza desde el principio.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>La misma semilla da el mismo modelo en la CPU del mismo ordenador.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Model folder</source>
        <translation>Carpeta del modelo</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>Una carpeta nueva o vacía, o un modelo anterior, que se sustituye en cuanto el nuevo está completo.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training report</source>
        <translation>Informe de entrenamiento</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>Una página con curvas, exactitud por clase, matriz de confusión y ejemplos, que se muestra en el Visor de resultados.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The metrics of each class as a CSV table; those of each epoch go beside it, into NAME-epochs.csv.</source>
        <translation>Las medidas de cada clase como tabla CSV; las de cada época van al lado, en NAME-epochs.csv.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips by split</source>
        <translation>Chips por división</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per labelled chip: training, validation, or left out because it touches a validation chip.</source>
        <translation>Una capa de polígonos (GeoPackage) con un polígono por chip etiquetado: entrenamiento, validación, u omitido porque toca un chip de validación.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Mean IoU (0 to 1)</source>
        <translation>IoU media (0 a 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Overall accuracy (0 to 1)</source>
        <translation>Exactitud global (0 a 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs run</source>
        <translation>Épocas realizadas</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of classes</source>
        <translation>Número de clases</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate used</source>
        <translation>Tasa de aprendizaje usada</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS is “file”, but WEIGHTS_FILE is empty. Choose the file, or other pretrained weights.</source>
        <translation>WEIGHTS es «file», pero WEIGHTS_FILE está vacío. Elija el archivo u otros pesos preentrenados.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS_FILE is given, but WEIGHTS is not “file”. Choose “file”, or empty WEIGHTS_FILE.</source>
        <translation>Se ha indicado WEIGHTS_FILE, pero WEIGHTS no es «file». Elija «file» o vacíe WEIGHTS_FILE.</translation>
    </message>
</context>
</TS>
