<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AssessClassification</name>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessment report</source>
        <translation>Rapport d&apos;évaluation</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A page with the accuracy measures, their confidence intervals, the confusion matrix and the areas.</source>
        <translation>Une page avec les mesures d&apos;exactitude, leurs intervalles de confiance, la matrice de confusion et les surfaces.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A CSV table with one row per class: its measures and its row of the confusion matrix.</source>
        <translation>Une table CSV avec une ligne par classe : ses mesures et sa ligne de la matrice de confusion.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Overall accuracy</source>
        <translation>Exactitude globale</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Mean IoU</source>
        <translation>IoU moyenne</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessed pixels</source>
        <translation>Pixels évalués</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class raster</source>
        <translation>Raster de classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The class raster to assess, from Classify Pixels or any other program: integers in its first band.</source>
        <translation>Le raster de classes à évaluer, issu de « Classifier les pixels » ou de tout autre programme : des entiers dans sa première bande.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (vector)</source>
        <translation>Référence (vecteur)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Points or polygons of known class, in any CRS, that no training has seen. A point assesses the pixel under it, a polygon every pixel whose centre it contains. Give either these or a reference raster.</source>
        <translation>Points ou polygones de classe connue, dans n&apos;importe quel SCR, qu&apos;aucun entraînement n&apos;a vus. Un point évalue le pixel où il se trouve, un polygone chaque pixel dont il contient le centre. Indiquez soit ceux-ci, soit un raster de référence.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class field</source>
        <translation>Champ de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The true class of each feature: a value of the class raster, or a class name from its attribute table or legend.</source>
        <translation>La classe vraie de chaque entité : une valeur du raster de classes, ou un nom de classe de sa table attributaire ou de sa légende.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (raster)</source>
        <translation>Référence (raster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A raster of true class values on any grid and in any CRS, resampled by nearest neighbour.</source>
        <translation>Un raster de valeurs de classe vraies, sur n&apos;importe quelle grille et dans n&apos;importe quel SCR, rééchantillonné au plus proche voisin.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Pixels of the reference raster with this value are not assessed. Empty: every value is a class.</source>
        <translation>Les pixels du raster de référence qui ont cette valeur ne sont pas évalués. Vide : chaque valeur est une classe.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Sampling</source>
        <translation>Échantillonnage</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>none: the reference was chosen by hand or covers everything; the measures are of its pixels alone. stratified: a random sample per class of this map; the measures are weighted by area, and the area of each class is estimated with its standard error. Points from Draw Assessment Sample carry their own design, which is used in place of either.</source>
        <translation>none : la référence a été choisie à la main ou couvre tout ; les mesures ne valent que pour ses pixels. stratified : un échantillon aléatoire par classe de cette carte ; les mesures sont pondérées par la surface, et la surface de chaque classe est estimée avec son erreur-type. Les points de « Tirer un échantillon d&apos;évaluation » portent leur propre plan de sondage, qui remplace l&apos;un et l&apos;autre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only this extent is assessed, and areas are of it. Empty: the whole raster.</source>
        <translation>Seule cette emprise est évaluée, et les surfaces s&apos;y rapportent. Vide : tout le raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only pixels inside these polygons are assessed, and areas are of them.</source>
        <translation>Seuls les pixels à l&apos;intérieur de ces polygones sont évalués, et les surfaces s&apos;y rapportent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Block size (pixels)</source>
        <translation>Taille de bloc (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Side of the blocks of the spatial block bootstrap for the confidence intervals, which allows for spatial autocorrelation. Choose it larger than the reference polygons. Empty: a tenth of the map.</source>
        <translation>Côté des blocs du bootstrap par blocs spatiaux pour les intervalles de confiance, qui tient compte de l&apos;autocorrélation spatiale. Choisissez-le plus grand que les polygones de référence. Vide : un dixième de la carte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>the true class</source>
        <translation>la classe vraie</translation>
    </message>
</context>
<context>
    <name>CheckInstallation</name>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation report</source>
        <translation>Rapport d&apos;installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>A page with all findings, shown in the Results Viewer. The log has them too.</source>
        <translation>Une page avec tous les constats, affichée dans le Visualiseur de résultats. Le journal les contient aussi.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Everything works</source>
        <translation>Tout fonctionne</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Number of faults</source>
        <translation>Nombre de défauts</translation>
    </message>
</context>
<context>
    <name>ClassifyPixels</name>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Imagery</source>
        <translation>Imagerie</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>Le raster à classifier, avec les bandes et à peu près la taille de pixel de l&apos;imagerie d&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Model folder</source>
        <translation>Dossier du modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>Un dossier écrit par « Entraîner le classificateur de pixels ». Ou un modèle de segmentation d&apos;un autre programme : un fichier .onnx comme ceux de Deepness ou GeoDeep (saisissez son chemin ou choisissez le dossier qui le contient), ou un dossier de segmentation_models_pytorch.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The bands of the raster in the order of the model. Empty: all bands in their own order.</source>
        <translation>Les bandes du raster dans l&apos;ordre du modèle. Vide : toutes les bandes dans leur propre ordre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>Seule cette emprise est classifiée, et le résultat a cette emprise. Vide : tout le raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only pixels inside these polygons are classified; the others become NoData.</source>
        <translation>Seuls les pixels à l&apos;intérieur de ces polygones sont classifiés ; les autres deviennent NoData.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tile size (pixels)</source>
        <translation>Taille de tuile (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster is classified in overlapping tiles of at most this size. Empty: chosen for the model, about twice the size of its training chips. Larger tiles need more memory and give the network more context than in training.</source>
        <translation>Le raster est classifié par tuiles qui se recouvrent, de cette taille au plus. Vide : choisie pour le modèle, environ le double de la taille de ses imagettes d&apos;entraînement. Des tuiles plus grandes demandent plus de mémoire et donnent au réseau plus de contexte qu&apos;à l&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Overlap (pixels)</source>
        <translation>Recouvrement (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Neighbouring tiles are blended over this width. Empty: chosen for the model.</source>
        <translation>Les tuiles voisines sont fondues sur cette largeur. Vide : choisi pour le modèle.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Batch size</source>
        <translation>Taille de lot</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tiles that are computed at a time. 0: chosen for speed and the available memory.</source>
        <translation>Nombre de tuiles calculées à la fois. 0 : choisi selon la vitesse et la mémoire disponible.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>openvino:gpu et openvino:npu : les GPU et les unités de traitement neuronal d&apos;Intel, openvino:cpu : le CPU, par OpenVINO s&apos;il est installé (jamais essayé sur les deux premiers).</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Precision</source>
        <translation>Précision de calcul</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>auto: 8-bit integers on a CPU with instructions for them, if OpenVINO is installed and the model&apos;s training showed that they are as accurate. They change about one pixel in two hundred. Else 16-bit numbers where the device computes faster with them; these change about one pixel in two thousand. float32, bfloat16, int8: always these.</source>
        <translation>auto : entiers de 8 bits sur un CPU qui a des instructions pour eux, si OpenVINO est installé et si l&apos;entraînement du modèle a montré qu&apos;ils sont aussi exacts. Ils changent environ un pixel sur deux cents. Sinon nombres de 16 bits si le périphérique calcule plus vite ainsi ; ceux-ci changent environ un pixel sur deux mille. float32, bfloat16, int8 : toujours ceux-ci.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Test-time augmentation</source>
        <translation>Augmentation à la prédiction (TTA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>Fait la moyenne des prédictions de 4 rotations, ou de 8 rotations et réflexions, de chaque tuile. Améliore souvent un peu le résultat, et prend 4 ou 8 fois plus de temps.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>Rééchantillonner à la taille de pixel du modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>Rééchantillonne le raster pour le réseau à la taille de pixel de l&apos;imagerie d&apos;entraînement ; le résultat garde la grille du raster. Non : le raster est utilisé tel quel, avec un avertissement si les tailles de pixel diffèrent beaucoup.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Band scaling</source>
        <translation>Mise à l&apos;échelle des bandes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For models of other programs that do not state it: mean and standard deviation of each band in units of the raster, such as 123.7 58.4; 116.3 57.1; 103.5 57.4. One pair is for all bands; 0 255 divides by 255.</source>
        <translation>Pour les modèles d&apos;autres programmes qui ne l&apos;indiquent pas : moyenne et écart-type de chaque bande dans les unités du raster, par exemple 123.7 58.4; 116.3 57.1; 103.5 57.4. Une seule paire vaut pour toutes les bandes ; 0 255 divise par 255.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>geotiff: plain GeoTIFF. cog: Cloud Optimized GeoTIFF with overviews, which displays fast at any size and takes one more pass to write.</source>
        <translation>geotiff : GeoTIFF simple. cog : Cloud Optimized GeoTIFF avec aperçus, qui s&apos;affiche vite à toute échelle et demande un passage de plus à l&apos;écriture.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Data type of class probabilities</source>
        <translation>Type de données des probabilités de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>float: 0 to 1. byte: whole percent, a quarter of the size.</source>
        <translation>float : de 0 à 1. byte : pourcentages entiers, un quart de la taille.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty measure</source>
        <translation>Mesure d&apos;incertitude</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>margin: from the difference between the two most probable classes. entropy: from the distribution over all classes.</source>
        <translation>margin : à partir de la différence entre les deux classes les plus probables. entropy : à partir de la distribution sur toutes les classes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of places to label next</source>
        <translation>Nombre de lieux à étiqueter ensuite</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The largest number of points in the layer of places to label next.</source>
        <translation>Le plus grand nombre de points dans la couche des lieux à étiqueter ensuite.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Distance of places to label next (pixels)</source>
        <translation>Distance entre lieux à étiqueter ensuite (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The minimum distance between places to label next. Empty: the chip size of the model.</source>
        <translation>La distance minimale entre les lieux à étiqueter ensuite. Vide : la taille d&apos;imagette du modèle.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Part of the map</source>
        <translation>Partie de la carte</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For one map by several runs or computers: 1, 2, … up to the number of parts, with all other parameters the same. Finished rows are kept in the folder OUTPUT.strips, and the run that finishes the last part joins them. join: only joins parts that are all there. auto: the number comes from a queue (SLURM array, Kubernetes indexed job, torchrun; scripts in docs/cluster.md). Empty: the whole map, from what is kept of an interrupted run too.</source>
        <translation>Pour une carte calculée en plusieurs exécutions ou par plusieurs ordinateurs : 1, 2, … jusqu&apos;au nombre de parties, tous les autres paramètres étant les mêmes. Les lignes terminées sont gardées dans le dossier OUTPUT.strips, et l&apos;exécution qui termine la dernière partie les assemble. join : assemble seulement des parties qui sont toutes là. auto : le numéro vient d&apos;une file d&apos;attente (tableau SLURM, tâche indexée Kubernetes, torchrun ; scripts dans docs/cluster.md). Vide : toute la carte, aussi à partir de ce qui reste d&apos;une exécution interrompue.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of parts</source>
        <translation>Nombre de parties</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Into how many parts of about equal height the map is divided, with Part of the map.</source>
        <translation>En combien de parties de hauteur à peu près égale la carte est divisée, avec « Partie de la carte ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF avec les valeurs, noms et couleurs de classe des étiquettes d&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF avec la probabilité de la classe prédite, en pourcentage.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class probabilities</source>
        <translation>Probabilités de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with one band per class.</source>
        <translation>GeoTIFF avec une bande par classe.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty</source>
        <translation>Incertitude</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the uncertainty of the class, in percent.</source>
        <translation>GeoTIFF avec l&apos;incertitude de la classe, en pourcentage.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of possible classes</source>
        <translation>Nombre de classes possibles</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the size of the prediction set: how many classes are possible at a pixel, so that the true one is among them at 90 % of pixels like those of the validation. At least 1. Needs a model that was trained with validation.</source>
        <translation>GeoTIFF avec la taille de l&apos;ensemble de prédiction : combien de classes sont possibles pour un pixel, de sorte que la vraie en fasse partie pour 90 % des pixels semblables à ceux de la validation. Au moins 1. Nécessite un modèle entraîné avec validation.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class areas</source>
        <translation>Surfaces des classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A table (CSV) with the pixels and hectares of each class; on the ellipsoid for a geographic CRS.</source>
        <translation>Une table (CSV) avec les pixels et les hectares de chaque classe ; sur l&apos;ellipsoïde pour un SCR géographique.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Places to label next</source>
        <translation>Lieux à étiqueter ensuite</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>Une couche de points (GeoPackage) des lieux dont la classe est la plus incertaine, répartis sur le raster : ce sont les étiquettes qui améliorent le plus le modèle.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The rasters are Cloud Optimized GeoTIFFs, as chosen for {outputs}; FORMAT is {format}.</source>
        <translation>Les rasters sont des Cloud Optimized GeoTIFF, comme choisi pour {outputs} ; FORMAT est {format}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>{raster} has no colours: {reason}</source>
        <translation>{raster} n&apos;a pas de couleurs : {reason}</translation>
    </message>
</context>
<context>
    <name>DrawAssessmentSample</name>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Assessment sample</source>
        <translation>Échantillon d&apos;évaluation</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A GeoPackage of points with an empty field “reference”: choose the true class there from a list. The points carry the sampling design, which Assess Classification reads. The class on the map is hidden.</source>
        <translation>Un GeoPackage de points avec un champ vide « reference », à remplir avec la classe vraie à partir d&apos;une liste. Les points portent le plan de sondage, que lit « Évaluer la classification ». La classe sur la carte est masquée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of points</source>
        <translation>Nombre de points</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of strata</source>
        <translation>Nombre de strates</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class raster</source>
        <translation>Raster de classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The map to be assessed: integers in its first band. No point is drawn where it is NoData. Give either this or polygons.</source>
        <translation>La carte à évaluer : des entiers dans sa première bande. Aucun point n&apos;est tiré là où elle est NoData. Indiquez soit celle-ci, soit des polygones.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A map of polygons in place of a class raster. Points are drawn inside them.</source>
        <translation>Une carte de polygones à la place d&apos;un raster de classes. Les points sont tirés à l&apos;intérieur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class field</source>
        <translation>Champ de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The class of each polygon, as a number or text; 0 is left out. Empty: all are of one class.</source>
        <translation>La classe de chaque polygone, en nombre ou en texte ; 0 est exclu. Vide : tous sont d&apos;une seule classe.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Design</source>
        <translation>Plan de sondage</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>stratified: random points in each class of the map, so that rare classes get enough. random: random points anywhere. systematic: a regular lattice with a random start.</source>
        <translation>stratified : points aléatoires dans chaque classe de la carte, pour que les classes rares en aient assez. random : points aléatoires partout. systematic : un réseau régulier à départ aléatoire.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Empty: as many as the standard error takes.</source>
        <translation>Vide : autant que l&apos;erreur-type en demande.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Standard error of the overall accuracy (%)</source>
        <translation>Erreur-type de l&apos;exactitude globale (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The wanted precision, which counts if the number of points is empty. The 95 % confidence interval reaches twice as far to either side. Half of it takes four times the points (Olofsson et al. 2014, equation 13).</source>
        <translation>La précision voulue, qui compte si le nombre de points est vide. L&apos;intervalle de confiance à 95 % s&apos;étend deux fois aussi loin de chaque côté. La moitié demande quatre fois plus de points (Olofsson et al. 2014, équation 13).</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy (%)</source>
        <translation>Exactitude de l&apos;utilisateur attendue (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How many of the points of a class are expected to be correct. 50 is the most cautious guess and takes the most points.</source>
        <translation>Combien des points d&apos;une classe devraient être corrects. 50 est l&apos;hypothèse la plus prudente et demande le plus de points.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy per class (%)</source>
        <translation>Exactitude de l&apos;utilisateur attendue par classe (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>By class value or name, such as “1: 70, forest: 90”. Other classes have the one above.</source>
        <translation>Par valeur ou nom de classe, par exemple « 1: 70, forest: 90 ». Les autres classes ont celle ci-dessus.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Allocation</source>
        <translation>Répartition</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How points are divided among classes. floor: by area, with a least number for rare classes. proportional: by area. equal: the same number for each class, for precise user&apos;s accuracies.</source>
        <translation>Comment les points sont répartis entre les classes. floor : selon la surface, avec un nombre minimal pour les classes rares. proportional : selon la surface. equal : le même nombre pour chaque classe, pour des exactitudes de l&apos;utilisateur précises.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Least points per class</source>
        <translation>Nombre minimal de points par classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>For the allocation “floor”. 50 to 100 are usual.</source>
        <translation>Pour la répartition « floor ». De 50 à 100 est courant.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Minimum distance (m)</source>
        <translation>Distance minimale (m)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The least distance between any two points on the ground, in any CRS. 0: none.</source>
        <translation>La plus petite distance entre deux points au sol, dans n&apos;importe quel SCR. 0 : aucune.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn in this extent only. Empty: in the whole map.</source>
        <translation>Les points ne sont tirés que dans cette emprise. Vide : dans toute la carte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn inside these polygons only.</source>
        <translation>Les points ne sont tirés qu&apos;à l&apos;intérieur de ces polygones.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Cell size of polygons</source>
        <translation>Taille de cellule pour les polygones</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons are divided into square cells of this side, in units of their CRS, and points are cell centres. Empty: a 5000th of the longer side of their extent.</source>
        <translation>Les polygones sont divisés en cellules carrées de ce côté, dans les unités de leur SCR, et les points sont des centres de cellule. Vide : un 5000e du plus long côté de leur emprise.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The same seed, map and settings give the same points.</source>
        <translation>La même graine, la même carte et les mêmes paramètres donnent les mêmes points.</translation>
    </message>
</context>
<context>
    <name>ExportModel</name>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Model folder</source>
        <translation>Dossier du modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>A folder written by Train Pixel Classifier.</source>
        <translation>Un dossier écrit par « Entraîner le classificateur de pixels ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>onnx: an ONNX file that takes the values of the raster, for onnxruntime, Deepness and Classify Pixels. onnx_geodeep: one for GeoDeep, which takes 3 bands of bytes and divides them by 255; Deepness reads it, too. stac: an item (JSON) that describes the model folder in a STAC catalogue. dlpk: an Esri model package for ArcGIS Pro, never tried there. int8: int8.safetensors, which lies in the model folder and lets Classify Pixels compute in 8-bit integers; for models that were trained without it.</source>
        <translation>onnx : un fichier ONNX qui prend les valeurs du raster, pour onnxruntime, Deepness et « Classifier les pixels ». onnx_geodeep : un fichier pour GeoDeep, qui prend 3 bandes d&apos;octets et les divise par 255 ; Deepness le lit aussi. stac : un item (JSON) qui décrit le dossier du modèle dans un catalogue STAC. dlpk : un paquet de modèle Esri pour ArcGIS Pro, jamais essayé dans celui-ci. int8 : int8.safetensors, qui se trouve dans le dossier du modèle et permet à « Classifier les pixels » de calculer en entiers de 8 bits ; pour les modèles entraînés sans lui.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Tile size (pixels)</source>
        <translation>Taille de tuile (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>The side of the tiles, which is fixed in an ONNX model. Empty: chosen for the model, as in Classify Pixels.</source>
        <translation>Le côté des tuiles, qui est fixe dans un modèle ONNX. Vide : choisi pour le modèle, comme dans « Classifier les pixels ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Training chips folder</source>
        <translation>Dossier des imagettes d&apos;entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>For the format int8: the chips of the training, on which the quantised network is measured and tried.</source>
        <translation>Pour le format int8 : les imagettes de l&apos;entraînement, sur lesquelles le réseau quantifié est mesuré et essayé.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>ONNX files (*.onnx);;JSON files (*.json);;Esri model packages (*.dlpk);;Quantised forms (*.safetensors)</source>
        <translation>Fichiers ONNX (*.onnx);;Fichiers JSON (*.json);;Paquets de modèle Esri (*.dlpk);;Formes quantifiées (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Exported model</source>
        <translation>Modèle exporté</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>An .onnx file with the network, its scaling and its metadata, or a .dlpk package with the same. Or a .json file that refers to the files of the model folder. The model folder stays as it is.</source>
        <translation>Un fichier .onnx avec le réseau, sa mise à l&apos;échelle et ses métadonnées, ou la même chose dans un paquet .dlpk. Ou un fichier .json qui renvoie aux fichiers du dossier du modèle. Le dossier du modèle reste tel quel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Equal labels (%)</source>
        <translation>Étiquettes égales (%)</translation>
    </message>
</context>
<context>
    <name>ExportTrainingChips</name>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Training chips folder</source>
        <translation>Dossier des imagettes d&apos;entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A new or empty folder, or an earlier export, which is replaced once the new one is complete (or extended, see Append to the folder).</source>
        <translation>Un dossier nouveau ou vide, ou un export antérieur, qui est remplacé dès que le nouveau est complet (ou étendu, voir « Ajouter au dossier »).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Footprints</source>
        <translation>Contours des imagettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per chip, to check the chips by eye: shares of each class, of labelled pixels and of NoData, its placement, and the class it was placed for.</source>
        <translation>Une couche de polygones (GeoPackage) avec un polygone par imagette, pour contrôler les imagettes à l&apos;œil : parts de chaque classe, des pixels étiquetés et de NoData, son placement, et la classe pour laquelle elle a été placée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips</source>
        <translation>Nombre d&apos;imagettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of classes</source>
        <translation>Nombre de classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Imagery</source>
        <translation>Imagerie</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>Le raster dans lequel découper les imagettes : tout format lu par GDAL, avec un nombre quelconque de bandes et tout type de données numérique.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Bands to use, in this order. Empty: all bands, except an alpha band that is a mask.</source>
        <translation>Bandes à utiliser, dans cet ordre. Vide : toutes les bandes, sauf une bande alpha qui est un masque.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (vector)</source>
        <translation>Étiquettes (vecteur)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Polygons, or points and lines with a buffer, in any CRS. Give either these or a label raster. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polygones, ou points et lignes avec un tampon, dans n&apos;importe quel SCR. Indiquez soit ceux-ci, soit un raster d&apos;étiquettes. Une symbologie catégorisée sur le champ de classe fixe les noms et les couleurs des classes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Class field</source>
        <translation>Champ de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled. Empty: every feature is of class 1.</source>
        <translation>Les entiers restent des valeurs de classe ; les textes deviennent des noms de classe et sont numérotés à partir de 1. 0 est sans étiquette. Vide : chaque entité est de la classe 1.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer</source>
        <translation>Tampon</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer distance around features, in units of the labels&apos; CRS (negative: polygons shrink). Points and lines without a buffer label the pixels that they touch.</source>
        <translation>Distance tampon autour des entités, dans les unités du SCR des étiquettes (négative : les polygones rétrécissent). Les points et les lignes sans tampon étiquettent les pixels qu&apos;ils touchent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (raster)</source>
        <translation>Étiquettes (raster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A raster of class values on any grid and in any CRS, resampled by nearest neighbour. NoData is left out, whatever the unlabelled value.</source>
        <translation>Un raster de valeurs de classe, sur n&apos;importe quelle grille et dans n&apos;importe quel SCR, rééchantillonné au plus proche voisin. NoData est exclu, quelle que soit la valeur sans étiquette.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Unlabelled value (label raster)</source>
        <translation>Valeur sans étiquette (raster d&apos;étiquettes)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The value of unlabelled pixels in the label raster. Empty: every value is a class. If it is not 0, 0 is a class; train with an empty ignore class then.</source>
        <translation>La valeur des pixels sans étiquette dans le raster d&apos;étiquettes. Vide : chaque valeur est une classe. Si ce n&apos;est pas 0, 0 est une classe ; entraînez alors avec une classe ignorée vide.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chip size (pixels)</source>
        <translation>Taille d&apos;imagette (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>Côté des imagettes carrées, un multiple de 32. Une imagette devrait montrer un objet et ses environs. Vide : 256, ou moins si le raster a moins de 2048 pixels de côté.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Stride (pixels)</source>
        <translation>Pas (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Distance between neighbouring chips. Empty: half the chip size, so that chips overlap by half.</source>
        <translation>Distance entre imagettes voisines. Vide : la moitié de la taille d&apos;imagette, si bien que les imagettes se recouvrent de moitié.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Placement</source>
        <translation>Placement</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window : à chaque pas, une imagette qui rencontre des étiquettes. labels : des imagettes autour de pixels étiquetés, autant pour chaque classe, pour les classes rares et les petits polygones. both : les deux ensemble.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips per class</source>
        <translation>Imagettes par classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips placed around the labels of each class, with “labels” and “both”. A class with fewer labelled pixels gets one chip per pixel.</source>
        <translation>Nombre d&apos;imagettes placées autour des étiquettes de chaque classe, avec « labels » et « both ». Une classe qui a moins de pixels étiquetés reçoit une imagette par pixel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips are cut inside this extent only. Empty: the whole raster.</source>
        <translation>Les imagettes ne sont découpées qu&apos;à l&apos;intérieur de cette emprise. Vide : tout le raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Pixels outside these polygons are NoData: neither labelled nor background.</source>
        <translation>Les pixels en dehors de ces polygones sont NoData : ni étiquetés ni arrière-plan.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Minimum labelled share (%)</source>
        <translation>Part étiquetée minimale (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips with a smaller share of labelled pixels are left out. 0: one labelled pixel is enough.</source>
        <translation>Les imagettes dont la part de pixels étiquetés est plus petite sont exclues. 0 : un pixel étiqueté suffit.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Keep chips without labels</source>
        <translation>Garder les imagettes sans étiquettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>For labels that cover everything, in which 0 is a class of its own (background).</source>
        <translation>Pour des étiquettes qui couvrent tout, où 0 est une classe à part entière (arrière-plan).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The same seed places the same chips around labels.</source>
        <translation>La même graine place les mêmes imagettes autour des étiquettes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Append to the folder</source>
        <translation>Ajouter au dossier</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Adds a scene to an earlier export with the same bands, chip size and classes.</source>
        <translation>Ajoute une scène à un export antérieur qui a les mêmes bandes, la même taille d&apos;imagette et les mêmes classes.</translation>
    </message>
</context>
<context>
    <name>PixelClassifier</name>
    <message>
        <location filename="../../provider/context_menu.py"/>
        <source>Pixel Classifier: Classify Pixels…</source>
        <translation>Pixel Classifier : Classifier les pixels…</translation>
    </message>
    <message>
        <location filename="../../provider/provider.py"/>
        <source>Pixel Classifier</source>
        <translation>Pixel Classifier</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>deep learning,model,workflow,land cover,land use,classification,segmentation</source>
        <translation>apprentissage profond,modèle,flux de travail,occupation du sol,utilisation du sol,classification,segmentation</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assess Classification</source>
        <translation>Évaluer la classification</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Computes the accuracy of a class raster and the areas of its classes from reference data.</source>
        <translation>Calcule l&apos;exactitude d&apos;un raster de classes et les surfaces de ses classes à partir de données de référence.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>accuracy,accuracy assessment,validation,confusion matrix,error matrix,kappa,area estimation,ground truth</source>
        <translation>exactitude,évaluation de l&apos;exactitude,validation,matrice de confusion,matrice d&apos;erreur,kappa,estimation de surfaces,vérité terrain</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Out of memory. Use smaller chips, tiles or batches, or close other programs.</source>
        <translation>Mémoire insuffisante. Utilisez des imagettes, des tuiles ou des lots plus petits, ou fermez d&apos;autres programmes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>The operating system refused access to a file: {reason}</source>
        <translation>Le système d&apos;exploitation a refusé l&apos;accès à un fichier : {reason}</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Classification with deep learning</source>
        <translation>Classification par apprentissage profond</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>Classifier les pixels</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classifies every pixel of a raster with a trained model.</source>
        <translation>Classifie chaque pixel d&apos;un raster avec un modèle entraîné.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>deep learning,prediction,inference,segmentation,land cover,land use,classification,apply</source>
        <translation>apprentissage profond,prédiction,inférence,segmentation,occupation du sol,utilisation du sol,classification,appliquer</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draw Assessment Sample</source>
        <translation>Tirer un échantillon d&apos;évaluation</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draws the random points whose true classes show how accurate a map is.</source>
        <translation>Tire les points aléatoires dont les classes vraies montrent l&apos;exactitude d&apos;une carte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>accuracy,accuracy assessment,validation,random points,stratified sample,sampling design,sample size,ground truth</source>
        <translation>exactitude,évaluation de l&apos;exactitude,validation,points aléatoires,échantillon stratifié,plan de sondage,taille d&apos;échantillon,vérité terrain</translation>
    </message>
    <message>
        <location filename="../../algorithms/engine/settings.py"/>
        <source>Where Pixel Classifier trains and classifies: the path of a Python that has PyTorch and GDAL; in_process for the process of QGIS; empty for an engine process with the environment of Set Up Deep Learning.</source>
        <translation>Où Pixel Classifier entraîne et classifie : le chemin d&apos;un Python qui a PyTorch et GDAL ; in_process pour le processus de QGIS ; vide pour un processus à part avec l&apos;environnement de « Configurer l&apos;apprentissage profond ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Export Model</source>
        <translation>Exporter le modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Writes a trained model for other programs: ONNX, STAC, Esri model package.</source>
        <translation>Écrit un modèle entraîné pour d&apos;autres programmes : ONNX, STAC, paquet de modèle Esri.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>deep learning,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,share,exchange,convert,segmentation</source>
        <translation>apprentissage profond,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,partager,échange,convertir,segmentation</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>Exporter des imagettes d&apos;entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Cuts imagery and labels into chips to train a pixel classifier on.</source>
        <translation>Découpe l&apos;imagerie et les étiquettes en imagettes pour entraîner un classificateur de pixels.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>deep learning,training data,samples,tiles,chips,classified tiles,segmentation,labels</source>
        <translation>apprentissage profond,données d&apos;entraînement,échantillons,tuiles,imagettes,classified tiles,segmentation,étiquettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several layers, and none is named. Give one of them: {names}</source>
        <translation>{path} contient plusieurs couches, et aucune n&apos;est nommée. Indiquez l&apos;une d&apos;elles : {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several rasters, and none is named. Give one of them: {names}</source>
        <translation>{path} contient plusieurs rasters, et aucun n&apos;est nommé. Indiquez l&apos;un d&apos;eux : {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>its result is empty</source>
        <translation>son résultat est vide</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>{name} is the expression {expression}, which has no value: {reason}. Correct it, or give the value itself.</source>
        <translation>{name} est l’expression {expression}, qui n’a pas de valeur : {reason}. Corrigez-la ou indiquez la valeur elle-même.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Both {vector} and {raster} are given. Give one of them and empty the other.</source>
        <translation>{vector} et {raster} sont indiqués tous les deux. Indiquez l&apos;un d&apos;eux et videz l&apos;autre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Neither {vector} nor {raster} is given. Give a vector layer or a raster.</source>
        <translation>Ni {vector} ni {raster} n&apos;est indiqué. Indiquez une couche vecteur ou un raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>{field} is empty. Choose the field of “{layer}” that holds {what}: {fields}.</source>
        <translation>{field} est vide. Choisissez le champ de « {layer} » qui contient {what} : {fields}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/layers.py"/>
        <source>{output} would overwrite the input {path}. Choose another name.</source>
        <translation>{output} écraserait l&apos;entrée {path}. Choisissez un autre nom.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>{name} is {value}. {valid}</source>
        <translation>{name} est {value}. {valid}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose one of: {options}.</source>
        <translation>Choisissez parmi : {options}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give band numbers from 1 on, separated by semicolons, such as 1;3.</source>
        <translation>Indiquez des numéros de bande à partir de 1, séparés par des points-virgules, par exemple 1;3.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give true or false.</source>
        <translation>Indiquez true ou false.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give xmin,xmax,ymin,ymax, with another CRS than the raster&apos;s in brackets ([EPSG:4326]), or a layer.</source>
        <translation>Donnez xmin,xmax,ymin,ymax, avec un autre SCR que celui du raster entre crochets ([EPSG:4326]), ou une couche.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>whole number</source>
        <translation>nombre entier</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>number</source>
        <translation>nombre</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} from {low:g} to {high:g}.</source>
        <translation>Choisissez un {number} de {low:g} à {high:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} of at least {low:g}.</source>
        <translation>Choisissez un {number} d&apos;au moins {low:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give a {number}, or leave it empty.</source>
        <translation>Indiquez un {number}, ou laissez le champ vide.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/parameter_values.py"/>
        <source>{name} ({label}) is empty, and needs a value.</source>
        <translation>{name} ({label}) est vide et doit avoir une valeur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/raster_loading.py"/>
        <source>{path} ({name}) is no raster: {reason}.</source>
        <translation>{path} ({name}) n’est pas un raster : {reason}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, whose source cannot be opened: {source}. Repair the data source of the layer.</source>
        <translation>{name} est la couche « {layer} », dont la source ne peut pas être ouverte : {source}. Réparez la source de données de la couche.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no raster layer. Choose a raster layer.</source>
        <translation>{name} est la couche « {layer} », qui n’est pas une couche raster. Choisissez une couche raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no vector layer. Choose a vector layer.</source>
        <translation>{name} est la couche « {layer} », qui n’est pas une couche vecteur. Choisissez une couche vecteur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is “{layer}”, the name of {count} layers of the project. Give the id of one of them: {ids}.</source>
        <translation>{name} est « {layer} », le nom de {count} couches du projet. Indiquez l’identifiant de l’une d’elles : {ids}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{path} ({name}) is no vector layer: {reason}.</source>
        <translation>{path} ({name}) n’est pas une couche vecteur : {reason}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training</source>
        <translation>entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>validation</source>
        <translation>validation</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training and validation</source>
        <translation>entraînement et validation</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>left out</source>
        <translation>exclue</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>1 class</source>
        <translation>1 classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} classes</source>
        <translation>{count} classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} or more classes</source>
        <translation>{count} classes ou plus</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Check Installation</source>
        <translation>Vérifier l&apos;installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Reports whether training and classification work on this computer, and how to repair them.</source>
        <translation>Indique si l&apos;entraînement et la classification fonctionnent sur cet ordinateur, et comment les réparer.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,driver,test,diagnosis,troubleshooting</source>
        <translation>installer,installation,pytorch,torch,cuda,gpu,pilote,test,diagnostic,dépannage</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation</source>
        <translation>Installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Set Up Deep Learning</source>
        <translation>Configurer l&apos;apprentissage profond</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installs PyTorch for training and classification, beside QGIS and without changing it.</source>
        <translation>Installe PyTorch pour l&apos;entraînement et la classification, à côté de QGIS et sans le modifier.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,environment,pip,repair,update</source>
        <translation>installer,installation,pytorch,torch,cuda,gpu,environnement,pip,réparer,mettre à jour</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Train Pixel Classifier</source>
        <translation>Entraîner le classificateur de pixels</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Trains a neural network for pixel classification on chips of imagery and labels.</source>
        <translation>Entraîne un réseau de neurones pour la classification de pixels sur des imagettes d&apos;imagerie et d&apos;étiquettes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>deep learning,training,segmentation,u-net,unet,deeplab,pspnet,neural network,pytorch</source>
        <translation>apprentissage profond,entraînement,segmentation,u-net,unet,deeplab,pspnet,réseau de neurones,pytorch</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each. openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>auto : le premier GPU s&apos;il y en a un, sinon le CPU. cuda:all : tous les GPU NVIDIA de cet ordinateur, avec un processus sur chacun. openvino:gpu et openvino:npu : les GPU et les unités de traitement neuronal d&apos;Intel, openvino:cpu : le CPU, par OpenVINO s&apos;il est installé (jamais essayé sur les deux premiers).</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>Seule cette emprise est classifiée, et le résultat a cette emprise. Vide : tout le raster.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>Le raster à classifier, avec les bandes et à peu près la taille de pixel de l&apos;imagerie d&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>Un dossier écrit par « Entraîner le classificateur de pixels ». Ou un modèle de segmentation d&apos;un autre programme : un fichier .onnx comme ceux de Deepness ou GeoDeep (saisissez son chemin ou choisissez le dossier qui le contient), ou un dossier de segmentation_models_pytorch.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A polygon for each patch, with the fields value and name of its class.</source>
        <translation>Un polygone pour chaque îlot, avec les champs value et name de sa classe.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>Rééchantillonne le raster pour le réseau à la taille de pixel de l&apos;imagerie d&apos;entraînement ; le résultat garde la grille du raster. Non : le raster est utilisé tel quel, avec un avertissement si les tailles de pixel diffèrent beaucoup.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Patches of fewer pixels take the class of their largest neighbour. 1: keeps all.</source>
        <translation>Les îlots de moins de pixels prennent la classe de leur plus grand voisin. 1 : garde tout.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>Fait la moyenne des prédictions de 4 rotations, ou de 8 rotations et réflexions, de chaque tuile. Améliore souvent un peu le résultat, et prend 4 ou 8 fois plus de temps.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classifies imagery with a trained model, removes small patches, and vectorises the rest to polygons with class names.</source>
        <translation>Classifie l&apos;imagerie avec un modèle entraîné, supprime les petits îlots et vectorise le reste en polygones avec noms de classe.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classify, clean and vectorise</source>
        <translation>Classifier, nettoyer et vectoriser</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF avec les valeurs, noms et couleurs de classe des étiquettes d&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Device</source>
        <translation>Périphérique de calcul</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Extent</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Imagery</source>
        <translation>Imagerie</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Model folder</source>
        <translation>Dossier du modèle</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>Rééchantillonner à la taille de pixel du modèle</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Smallest patch (pixels)</source>
        <translation>Plus petit îlot (pixels)</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Test-time augmentation</source>
        <translation>Augmentation à la prédiction (TTA)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto entraîne unet et pixel, et en fait la moyenne, ou garde celui qui est nettement meilleur sur les blocs de validation. pixel voit un pixel à la fois : pour les spectres et les embeddings ; il s&apos;entraîne en quelques secondes. pspnet et deeplabv3 voient plus de contexte que unet et donnent des contours plus grossiers.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>Imagettes par pas d&apos;optimisation, 2 ou plus. 0 : autant que la mémoire en contient.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>Côté des imagettes carrées, un multiple de 32. Une imagette devrait montrer un objet et ses environs. Vide : 256, ou moins si le raster a moins de 2048 pixels de côté.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled.</source>
        <translation>Les entiers restent des valeurs de classe ; les textes deviennent des noms de classe et sont numérotés à partir de 1. 0 est sans étiquette.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto : le premier GPU s&apos;il y en a un, sinon le CPU. cuda:all : tous les GPU NVIDIA de cet ordinateur, un processus sur chacun.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>Le réseau qui extrait les caractéristiques (backbone). Les encodeurs plus grands apprennent plus, s&apos;entraînent plus lentement et demandent plus d&apos;imagettes. Non utilisé par pixel.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>Nombre de passages sur toutes les imagettes. Vide : automatique, 20, ou moins si elles prenaient plus d&apos;une heure environ. Est gardée la dernière époque dont l&apos;IoU moyenne de validation n&apos;est pas nettement inférieure à la plus haute.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>Le raster dans lequel découper les imagettes : tout format lu par GDAL, avec un nombre quelconque de bandes et tout type de données numérique.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Polygons, points or lines, in any CRS. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polygones, points ou lignes, dans n&apos;importe quel SCR. Une symbologie catégorisée sur le champ de classe fixe les noms et les couleurs des classes.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window : à chaque pas, une imagette qui rencontre des étiquettes. labels : des imagettes autour de pixels étiquetés, autant pour chaque classe, pour les classes rares et les petits polygones. both : les deux ensemble.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>La même graine donne le même modèle sur le CPU du même ordinateur.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none : poids initiaux aléatoires. imagenet : poids de l&apos;encodeur pré-entraînés sur des photographies, téléchargés à la première utilisation. auto : imagenet s&apos;ils sont sur cet ordinateur ou se téléchargent en quelques secondes, sinon none.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Trains on imagery and a few labelled polygons, and classifies every pixel of the imagery.</source>
        <translation>Entraîne sur l&apos;imagerie et quelques polygones étiquetés, et classifie chaque pixel de l&apos;imagerie.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Train and classify</source>
        <translation>Entraîner et classifier</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Architecture</source>
        <translation>Architecture</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Batch size</source>
        <translation>Taille de lot</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chip size (pixels)</source>
        <translation>Taille d&apos;imagette (pixels)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Class field</source>
        <translation>Champ de classe</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF avec la probabilité de la classe prédite, en pourcentage.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Encoder</source>
        <translation>Encodeur</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Epochs</source>
        <translation>Époques</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>Un dossier nouveau ou vide, ou un modèle antérieur, qui est remplacé dès que le nouveau est complet.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Placement</source>
        <translation>Placement</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Places to label next</source>
        <translation>Lieux à étiqueter ensuite</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>Une couche de points (GeoPackage) des lieux dont la classe est la plus incertaine, répartis sur le raster : ce sont les étiquettes qui améliorent le plus le modèle.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>Une page avec les courbes, l&apos;exactitude par classe, la matrice de confusion et des exemples, affichée dans le Visualiseur de résultats.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Pretrained weights</source>
        <translation>Poids pré-entraînés</translation>
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
        <translation>&lt;p&gt;Calcule l&apos;exactitude d&apos;un raster de classes à partir de données de référence, et estime les surfaces de ses classes. N&apos;a pas besoin de PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/assessclassification.png&quot; width=&quot;220&quot; alt=&quot;Un raster de classes à gauche, la référence à droite&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Raster de classes&lt;/b&gt; : issu de &lt;i&gt;Classifier les pixels&lt;/i&gt; ou de tout autre programme.&lt;/p&gt;
&lt;p&gt;Une &lt;b&gt;référence&lt;/b&gt; qu&apos;aucun entraînement n&apos;a vue, au choix :&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;une &lt;b&gt;couche vecteur&lt;/b&gt; de points ou de polygones dans n&apos;importe quel SCR, avec un champ de valeurs ou de noms de classe. Un point évalue le pixel où il
se trouve ; plusieurs points dans un pixel comptent tous.&lt;/li&gt;
&lt;li&gt;un &lt;b&gt;raster&lt;/b&gt; de valeurs de classe, sur n&apos;importe quelle grille et dans n&apos;importe quel SCR.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Les classes que seule la carte ou seule la référence possède sont signalées par un avertissement et gardées dans la matrice de confusion.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Échantillonnage&lt;/b&gt; décide de ce que représentent les mesures. Avec &lt;i&gt;none&lt;/i&gt;, ce sont celles des pixels de référence, avec des intervalles de confiance issus d&apos;un
bootstrap par blocs spatiaux, qui tient compte de l&apos;autocorrélation spatiale. Avec &lt;i&gt;stratified&lt;/i&gt; (un échantillon aléatoire par classe de cette carte), elles sont pondérées par
la surface cartographiée. La &lt;b&gt;surface&lt;/b&gt; de chaque classe est alors estimée avec son erreur-type et son intervalle de confiance à 95&amp;nbsp;% (Olofsson et al. 2014). Les points de &lt;i&gt;Tirer un échantillon d&apos;évaluation&lt;/i&gt; portent leur propre
plan de sondage, qui remplace l&apos;un et l&apos;autre ; leur champ de classe est &lt;b&gt;reference&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;Exactitude globale, kappa et IoU moyenne, aussi pour les modèles. Par classe : précision (exactitude de l&apos;utilisateur), rappel (exactitude du producteur), F1 et IoU. Le
&lt;b&gt;rapport&lt;/b&gt; (HTML) les contient avec les intervalles de confiance, la matrice de confusion et les surfaces. La &lt;b&gt;table&lt;/b&gt; (CSV) a une ligne par classe.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
&lt;p&gt;Une carte de quatre classes, et 50 points aléatoires par classe dont vous avez cherché la classe vraie dans une meilleure image :&lt;/p&gt;
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
        <translation>&lt;p&gt;Indique si l&apos;entraînement et la classification fonctionnent sur cet ordinateur, et le remède à chaque défaut.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/checkinstallation.png&quot; width=&quot;220&quot; alt=&quot;Le journal d&apos;une vérification : paquets et conclusion&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;Aucune. La vérification cherche le Python qui entraîne et classifie, et compare ses paquets aux versions testées. Elle contrôle numpy et GDAL, et fait tourner un petit
réseau quelques secondes sur chaque périphérique. Chaque contrôle s&apos;exécute dans son propre processus : un pilote qui plante est signalé et ne fait pas de dégâts.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;Les constats, dans le journal et en &lt;b&gt;rapport&lt;/b&gt; dans le Visualiseur de résultats. Joignez le rapport quand vous demandez de l&apos;aide. Les scripts reçoivent &lt;b&gt;OK&lt;/b&gt; et le
nombre de &lt;b&gt;défauts&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
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
        <translation>&lt;p&gt;De l&apos;imagerie et d&apos;un modèle entraîné à un raster de classes et à des polygones avec noms de classe : &lt;i&gt;Classifier les pixels&lt;/i&gt;, puis &lt;i&gt;Tamiser&lt;/i&gt; et
&lt;i&gt;Polygoniser (raster vers vecteur)&lt;/i&gt; de GDAL, puis &lt;i&gt;Joindre les attributs par valeur de champ&lt;/i&gt; de QGIS. Pour changer le modèle, ouvrez
&lt;code&gt;resources/models/classifycleanandvectorise.model3&lt;/code&gt; du dossier de l&apos;extension dans le modeleur et enregistrez-le comme le vôtre.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifycleanandvectorise.png&quot; width=&quot;220&quot; alt=&quot;L&apos;imagerie à gauche, les polygones de ses classes à droite&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagerie&lt;/b&gt; avec les bandes et à peu près la taille de pixel de l&apos;imagerie d&apos;entraînement. Le &lt;b&gt;dossier du modèle&lt;/b&gt; vient de &lt;i&gt;Entraîner le classificateur de pixels&lt;/i&gt; ou
de &lt;i&gt;Entraîner et classifier&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Plus petit îlot&lt;/b&gt; : les îlots de moins de pixels contigus d&apos;une classe prennent la classe de leur plus grand voisin. Les pixels se touchent par leurs côtés,
non par leurs coins. À un mètre par pixel, 20 pixels font 20 mètres carrés. Les îlots sans voisin, comme les îles dans NoData, restent.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt; : le raster de classes avant le nettoyage, avec noms et couleurs. &lt;b&gt;Polygones&lt;/b&gt; : un pour chaque îlot restant, avec les champs
&lt;code&gt;value&lt;/code&gt; et &lt;code&gt;name&lt;/code&gt;.&lt;/p&gt;
&lt;p&gt;Le modèle a besoin des paquets Python torch, torchvision et segmentation-models-pytorch, que &lt;i&gt;Configurer l&apos;apprentissage profond&lt;/i&gt; installe.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
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
        <translation>&lt;p&gt;Classifie chaque pixel d&apos;un raster avec un modèle entraîné.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifypixels.png&quot; width=&quot;220&quot; alt=&quot;L&apos;imagerie à gauche, ses classes à droite&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagerie&lt;/b&gt; avec les mêmes bandes, dans le même ordre et les mêmes unités, et à peu près la même taille de pixel que l&apos;imagerie d&apos;entraînement. Des bandes qui ne
correspondent pas arrêtent l&apos;exécution par une erreur. Des valeurs hors de la plage des données d&apos;entraînement donnent un avertissement avec leur part et leur plage. Si les bandes sont dans un autre
ordre, choisissez-les sous &lt;i&gt;Bandes&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Dossier du modèle&lt;/b&gt; : issu de &lt;i&gt;Entraîner le classificateur de pixels&lt;/i&gt;. Les modèles de segmentation d&apos;autres programmes conviennent aussi : un fichier &lt;code&gt;.onnx&lt;/code&gt; comme ceux de Deepness ou GeoDeep (saisissez son chemin ou
choisissez le dossier qui le contient), et un dossier de segmentation_models_pytorch. &lt;b&gt;Mise à l&apos;échelle des bandes&lt;/b&gt; donne la moyenne et l&apos;écart-type des bandes s&apos;ils ne les indiquent pas.&lt;/p&gt;
&lt;p&gt;Le raster est classifié par tuiles qui se recouvrent et sont fondues, si bien qu&apos;aucun raccord n&apos;est visible. Les rasters de toute taille conviennent ; la mémoire utilisée dépend de la
taille de tuile et de la largeur du raster. Si la mémoire manque, des lots plus petits, puis des tuiles plus petites, puis le CPU sont utilisés, et le journal l&apos;indique.
La progression compte les pixels, et le journal indique le temps restant.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Rééchantillonner à la taille de pixel du modèle&lt;/b&gt; rééchantillonne le raster pour le réseau à la taille de pixel de l&apos;imagerie d&apos;entraînement ; le résultat garde la grille du
raster. &lt;b&gt;Augmentation à la prédiction (TTA)&lt;/b&gt; fait la moyenne des prédictions de 4 ou 8 rotations et réflexions de chaque tuile : souvent un peu meilleur, et 4 ou 8 fois plus
lent.&lt;/p&gt;
&lt;p&gt;Une longue exécution interrompue reprend là où elle en était quand vous la relancez avec les mêmes paramètres ; jusque-là, ses lignes terminées sont dans un dossier à côté
du résultat dont le nom finit par &lt;code&gt;.strips&lt;/code&gt;. &lt;b&gt;Partie de la carte&lt;/b&gt; partage une carte entre plusieurs exécutions ou ordinateurs.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt; : un GeoTIFF avec les valeurs de classe des étiquettes d&apos;entraînement. Les noms et les couleurs sont enregistrés avec lui (table attributaire et table
de couleurs, en partie dans le fichier &lt;code&gt;.aux.xml&lt;/code&gt; à côté), si bien que QGIS l&apos;affiche stylé. NoData dans l&apos;imagerie est NoData dans le résultat.&lt;/p&gt;
&lt;p&gt;Sur demande :&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;b&gt;confiance&lt;/b&gt;, la probabilité de la classe prédite en pourcentage (calibrée sur les pixels de validation de l&apos;entraînement), et &lt;b&gt;probabilités de classe&lt;/b&gt;, une bande par classe ;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;incertitude&lt;/b&gt; en pourcentage : à partir de la marge entre les deux classes les plus probables, ou de l&apos;entropie de toutes ;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;nombre de classes possibles&lt;/b&gt;, la taille de l&apos;ensemble de prédiction : assez de classes pour que la vraie en fasse partie pour environ 90 % des pixels, sur un
terrain semblable aux blocs de validation de l&apos;entraînement. 1 : une seule classe est possible. Nécessite un modèle entraîné avec validation ;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;surfaces des classes&lt;/b&gt;, une table (CSV) des pixels et des hectares ;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;lieux à étiqueter ensuite&lt;/b&gt;, une couche de points des lieux les plus incertains, répartis sur la scène. Étiquetez-les, exportez-les
avec &lt;i&gt;Ajouter au dossier&lt;/i&gt;, et entraînez de nouveau.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt; cog écrit des Cloud Optimized GeoTIFF avec aperçus.&lt;/p&gt;
&lt;p&gt;La classification a besoin des paquets Python torch, torchvision et segmentation-models-pytorch, que
&lt;i&gt;Configurer l&apos;apprentissage profond&lt;/i&gt; installe.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
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
        <translation>&lt;p&gt;Tire les points aléatoires dont les classes vraies montrent l&apos;exactitude d&apos;une carte. N&apos;a pas besoin de PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/drawassessmentsample.png&quot; width=&quot;220&quot; alt=&quot;Un raster de classes à gauche, ses points sans classes à droite&quot;&gt;&lt;/p&gt;
&lt;p&gt;Seul un échantillon aléatoire représente une carte. Tirez-en un, cherchez la classe vraie de chaque point dans une meilleure image ou sur le terrain, et lancez
&lt;i&gt;Évaluer la classification&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;Un &lt;b&gt;raster de classes&lt;/b&gt; issu de &lt;i&gt;Classifier les pixels&lt;/i&gt; ou de tout autre programme, ou des &lt;b&gt;polygones&lt;/b&gt; avec un champ de classe. Aucun point n&apos;est tiré dans NoData,
hors de l&apos;emprise ou hors du masque.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Plan de sondage&lt;/b&gt; : avec &lt;i&gt;stratified&lt;/i&gt;, les points sont dans chaque classe de la carte, pour que les classes rares en aient assez. Avec &lt;i&gt;random&lt;/i&gt;, ils sont
partout, avec &lt;i&gt;systematic&lt;/i&gt;, sur un réseau à départ aléatoire.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Nombre de points&lt;/b&gt; : s&apos;il est vide, il découle de l&apos;erreur-type que doit avoir l&apos;exactitude globale. Il dépend aussi de
l&apos;exactitude que vous attendez des classes (Olofsson et al. 2014). Avec les valeurs par défaut, il est de 400, pour une exactitude globale à ±&amp;nbsp;4&amp;nbsp;%.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Répartition&lt;/b&gt; : &lt;i&gt;floor&lt;/i&gt; donne à chaque classe au moins 50 points, et répartit les autres selon la surface.&lt;/p&gt;
&lt;p&gt;La même &lt;b&gt;graine aléatoire&lt;/b&gt; donne les mêmes points. Choisissez-en une autre pour un nouvel échantillon.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;Une couche de points. Passez en mode édition et choisissez la classe vraie de chaque point dans son champ &lt;b&gt;reference&lt;/b&gt; : une liste déroulante des classes. Ce que la carte y montre est
masqué, pour ne pas vous influencer. Laissez la référence vide là où la classe n&apos;est pas reconnaissable.&lt;/p&gt;
&lt;p&gt;Les points portent le plan de sondage : &lt;i&gt;Évaluer la classification&lt;/i&gt; le lit, avec &lt;b&gt;reference&lt;/b&gt; comme champ de classe, et les pondère d&apos;après lui. Les
mêmes points peuvent évaluer d&apos;autres cartes du même terrain.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
&lt;p&gt;Une erreur-type de 2&amp;nbsp;% pour une carte dont la classe 4 est moins exacte que les autres :&lt;/p&gt;
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
        <translation>&lt;p&gt;Écrit un modèle entraîné pour d&apos;autres programmes : comme fichier ONNX, qu&apos;ils exécutent sans PyTorch et sans cette extension, ou comme item d&apos;un catalogue STAC.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exportmodel.png&quot; width=&quot;220&quot; alt=&quot;Un dossier de modèle à gauche, un fichier ONNX pour d&apos;autres programmes à droite&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Dossier du modèle&lt;/b&gt; : issu de &lt;i&gt;Entraîner le classificateur de pixels&lt;/i&gt;. Toutes les architectures peuvent être exportées.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt; :&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;i&gt;onnx&lt;/i&gt; prend les valeurs du raster telles quelles ; pour Deepness, pour les scripts avec onnxruntime, et pour &lt;i&gt;Classifier les pixels&lt;/i&gt;.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;onnx_geodeep&lt;/i&gt; est pour GeoDeep, qui ne lit que des rasters de 3 bandes d&apos;octets. Deepness le lit aussi.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;int8&lt;/i&gt; est &lt;code&gt;int8.safetensors&lt;/code&gt;, qui, dans le dossier du modèle, permet à &lt;i&gt;Classifier les pixels&lt;/i&gt; de calculer en entiers de 8 bits, jusqu’à deux fois plus vite sur les CPU. Il est mesuré et essayé sur le &lt;b&gt;dossier des imagettes d&apos;entraînement&lt;/b&gt; ; les modèles entraînés là où OpenVINO est installé l&apos;ont déjà.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;stac&lt;/i&gt; est un item (JSON) selon l&apos;extension Machine Learning Model, qui décrit le dossier du modèle dans un catalogue STAC et renvoie à ses fichiers. Il n&apos;a pas de géométrie, car
le modèle ne sait pas où il a été entraîné.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;dlpk&lt;/i&gt; est un paquet de modèle Esri pour &lt;i&gt;Classify Pixels Using Deep Learning&lt;/i&gt; d&apos;ArcGIS Pro : le modèle ONNX, sa définition et une fonction raster. Il suit la description d&apos;Esri et n&apos;a
&lt;b&gt;jamais été essayé dans ArcGIS Pro&lt;/b&gt;, qui a besoin du paquet onnxruntime dans son Python.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Taille de tuile&lt;/b&gt; : fixe dans le fichier, car les autres programmes doivent la connaître. Choisissez-en une plus petite si la mémoire y manque.&lt;/p&gt;
&lt;p&gt;ONNX a besoin des paquets Python onnx, onnxscript et onnxruntime : lancez &lt;i&gt;Configurer l&apos;apprentissage profond&lt;/i&gt; avec &lt;b&gt;Paquets pour les modèles ONNX&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;Un &lt;b&gt;fichier ONNX&lt;/b&gt;. Mise à l&apos;échelle, softmax et calibration sont à l&apos;intérieur : valeurs du raster en entrée, probabilités de classe en sortie. Ses métadonnées indiquent noms de classe,
taille de pixel et tuiles comme Deepness et GeoDeep les lisent. Le fichier est essayé dans onnxruntime avant d&apos;être écrit ; le journal indique la part des pixels de même classe que
dans PyTorch.&lt;/p&gt;
&lt;p&gt;NoData ne fait pas partie d&apos;un modèle ONNX : les autres programmes le classifient comme toute autre valeur. Deepness ne fond pas les tuiles, si bien que des raccords peuvent être visibles.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
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
        <translation>&lt;p&gt;Découpe un raster et ses étiquettes en &lt;b&gt;imagettes&lt;/b&gt; d&apos;entraînement : de petites images carrées, sur lesquelles &lt;i&gt;Entraîner le classificateur de pixels&lt;/i&gt; s&apos;entraîne.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exporttrainingchips.png&quot; width=&quot;220&quot; alt=&quot;Une orthophoto avec ses imagettes, colorées par classe dominante&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagerie&lt;/b&gt; : tout raster lu par GDAL, avec un nombre quelconque de bandes et tout type de données numérique.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Étiquettes&lt;/b&gt;, au choix :&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;une &lt;b&gt;couche vecteur&lt;/b&gt; dans n&apos;importe quel SCR : polygones, ou points et lignes avec un tampon. Le champ de classe contient des entiers,
qui restent des valeurs de classe, ou des textes, qui deviennent des noms de classe. Sur demande, seules les entités sélectionnées sont utilisées.&lt;/li&gt;
&lt;li&gt;un &lt;b&gt;raster d&apos;étiquettes&lt;/b&gt;, sur n&apos;importe quelle grille et dans n&apos;importe quel SCR.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Les étiquettes peuvent être éparses. &lt;b&gt;Les pixels sans étiquette valent 0.&lt;/b&gt; Les pixels NoData, et ceux hors du raster ou des polygones de masque, sont marqués dans la
bande de masque de chaque imagette.&lt;/p&gt;
&lt;p&gt;Les noms et les couleurs des classes viennent de la symbologie catégorisée de la couche, ou de la table attributaire ou de couleurs du raster.&lt;/p&gt;
&lt;h3&gt;Placement des imagettes&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;window&lt;/b&gt; : à chaque pas d&apos;une fenêtre glissante, une imagette qui rencontre des étiquettes. Pour des étiquettes qui couvrent une grande part du raster.&lt;br&gt;
&lt;b&gt;labels&lt;/b&gt; : des imagettes autour de pixels étiquetés, pour chaque classe autant qu&apos;en demande &lt;i&gt;Imagettes par classe&lt;/i&gt;. Pour les étiquettes éparses et les classes rares : une classe
de neuf pixels étiquetés reçoit neuf imagettes. Les pixels tirés d&apos;une classe sont éloignés les uns des autres, et chacun est à une position aléatoire dans la moitié intérieure de son
imagette.&lt;br&gt;
&lt;b&gt;both&lt;/b&gt; : les deux ensemble, sans doublons. Les imagettes sont décalées pour tenir dans le raster ; seul un raster plus petit qu&apos;une imagette est complété.
Les statistiques et les effectifs des classes sont ceux des imagettes : un pixel dans deux imagettes compte double.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;Un &lt;b&gt;dossier des imagettes d&apos;entraînement&lt;/b&gt; dans la structure Classified Tiles d&apos;Esri : &lt;code&gt;images/&lt;/code&gt; et &lt;code&gt;labels/&lt;/code&gt; avec des GeoTIFF géoréférencés,
&lt;code&gt;chips.json&lt;/code&gt; avec classes, bandes et statistiques, et les fichiers dont ArcGIS a besoin. La couche &lt;b&gt;contours des imagettes&lt;/b&gt; a un polygone par imagette,
coloré par classe dominante ; l&apos;opacité montre la part étiquetée.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
&lt;p&gt;Une orthophoto avec quelques centaines de polygones, champ &lt;code&gt;landcover&lt;/code&gt; : taille d&apos;imagette 256, pas 128. Passez ensuite le dossier à
&lt;i&gt;Entraîner le classificateur de pixels&lt;/i&gt;.&lt;/p&gt;
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
        <translation>&lt;p&gt;Installe PyTorch et les autres paquets dont l&apos;entraînement et la classification ont besoin, dans un environnement virtuel sur le Python de QGIS. QGIS et ses
paquets ne changent pas. Rien n&apos;est installé sans que vous lanciez ceci.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/setupdeeplearning.png&quot; width=&quot;220&quot; alt=&quot;La boîte de dialogue, qui ne demande aucune entrée&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;En général aucune : appuyez sur &lt;i&gt;Exécuter&lt;/i&gt;. Les paquets occupent quelques gigaoctets, et le journal montre la sortie de pip.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Version compilée de PyTorch&lt;/b&gt; : en général &lt;i&gt;auto&lt;/i&gt;. Sous Linux, la version par défaut fonctionne avec et sans GPU NVIDIA ; sans
pilote NVIDIA, la petite version sans CUDA est prise si &lt;b&gt;Index de paquets supplémentaire&lt;/b&gt; indique un index qui l&apos;a (voir pytorch.org) ; &lt;i&gt;cpu&lt;/i&gt; la prend dans tous les cas. Sous
Windows, la version par défaut n&apos;a pas CUDA : choisissez &lt;i&gt;cuda&lt;/i&gt;, et indiquez comme &lt;b&gt;Index de paquets&lt;/b&gt; celui que pytorch.org donne pour CUDA.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Dossier d&apos;installation&lt;/b&gt; : s&apos;il est vide, l&apos;environnement va dans le dossier &lt;code&gt;pixel_classifier&lt;/code&gt; de votre profil QGIS ; tous les profils l&apos;utilisent, et une réparation
reste dans le même dossier. Choisissez un autre dossier si ce disque est petit, ou si le profil est sur un serveur.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Dossier de wheels&lt;/b&gt; : pour les ordinateurs sans réseau. Remplissez-le par &lt;code&gt;pip download&lt;/code&gt; sur un ordinateur du même type.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Paquets pour les modèles ONNX&lt;/b&gt; : pour &lt;i&gt;Exporter le modèle&lt;/i&gt;, et pour &lt;i&gt;Classifier les pixels&lt;/i&gt; avec des fichiers &lt;code&gt;.onnx&lt;/code&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;OpenVINO pour une classification rapide sur CPU&lt;/b&gt; : avec lui, les CPU classifient jusqu’à deux fois plus vite, en entiers de 8 bits, si l&apos;entraînement du modèle a montré qu&apos;ils sont aussi exacts ; les GPU et NPU d&apos;Intel peuvent aussi
être choisis. Linux et Windows sur x86-64. Sa télémétrie n&apos;est jamais chargée.&lt;/p&gt;
&lt;p&gt;Relancez ceci pour réparer un environnement, ou après une mise à jour de QGIS ou de l&apos;extension, quand aucun entraînement n&apos;est en cours. Le nouvel environnement est construit à côté
du précédent et le remplace dès que tous les paquets se chargent ; une installation qui échoue ou est annulée garde l&apos;environnement précédent.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;Le dossier de l&apos;&lt;b&gt;environnement&lt;/b&gt;. L&apos;entraînement et la classification l&apos;utilisent sans redémarrage de QGIS. Pour désinstaller, supprimez
le dossier.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
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
        <translation>&lt;p&gt;De l&apos;imagerie et de quelques polygones étiquetés à un raster de classes en une exécution : &lt;i&gt;Exporter des imagettes d&apos;entraînement&lt;/i&gt;, &lt;i&gt;Entraîner le classificateur de pixels&lt;/i&gt; et
&lt;i&gt;Classifier les pixels&lt;/i&gt; à la suite. Pour plus d&apos;options, lancez les trois l&apos;un après l&apos;autre. Pour changer le modèle, ouvrez
&lt;code&gt;resources/models/trainandclassify.model3&lt;/code&gt; du dossier de l&apos;extension dans le modeleur et enregistrez-le comme le vôtre.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainandclassify.png&quot; width=&quot;220&quot; alt=&quot;L&apos;imagerie avec des polygones étiquetés à gauche, ses classes à droite&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagerie&lt;/b&gt; et &lt;b&gt;étiquettes&lt;/b&gt; : polygones, ou points et lignes, avec un &lt;b&gt;champ de classe&lt;/b&gt; d&apos;entiers ou de textes. Quelques-uns suffisent, mais chaque classe
devrait être étiquetée en plusieurs lieux.&lt;/p&gt;
&lt;p&gt;Les imagettes se recouvrent de moitié. Une &lt;b&gt;taille d&apos;imagette&lt;/b&gt; vide s&apos;adapte au raster. Pour peu de polygones ou des classes rares, choisissez le
&lt;b&gt;placement&lt;/b&gt; labels ou both.&lt;/p&gt;
&lt;p&gt;Une part des étiquettes est réservée à la validation, dans des blocs séparés, si bien que l&apos;exactitude indiquée est indépendante de l&apos;entraînement. Une recherche du taux d&apos;apprentissage choisit le
taux.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt; : le raster de classes de toute l&apos;imagerie, avec les valeurs, noms et couleurs des étiquettes. Le &lt;b&gt;dossier du modèle&lt;/b&gt;, pour &lt;i&gt;Classifier les pixels&lt;/i&gt; et pour
&lt;i&gt;Classifier, nettoyer et vectoriser&lt;/i&gt; sur une autre imagerie ; choisissez un dossier permanent pour le garder. Le &lt;b&gt;rapport&lt;/b&gt; contient l&apos;exactitude du modèle. Sur demande :
&lt;b&gt;confiance&lt;/b&gt;, et &lt;b&gt;lieux à étiqueter ensuite&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;Le modèle a besoin des paquets Python torch, torchvision et segmentation-models-pytorch, que &lt;i&gt;Configurer l&apos;apprentissage profond&lt;/i&gt; installe.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
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
        <translation>&lt;p&gt;Entraîne un réseau de neurones pour la classification de pixels sur des &lt;b&gt;imagettes&lt;/b&gt; d&apos;imagerie et d&apos;étiquettes.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainpixelclassifier.png&quot; width=&quot;220&quot; alt=&quot;Les imagettes d&apos;un entraînement : entraînement, validation, et celles exclues entre elles&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Entrées&lt;/h3&gt;
&lt;p&gt;Un ou plusieurs &lt;b&gt;dossiers d&apos;imagettes d&apos;entraînement&lt;/b&gt; : issus de &lt;i&gt;Exporter des imagettes d&apos;entraînement&lt;/i&gt;, d&apos;ArcGIS (Classified Tiles), ou tout dossier avec
&lt;code&gt;images/&lt;/code&gt; et &lt;code&gt;labels/&lt;/code&gt; dont les fichiers portent les mêmes noms.&lt;/p&gt;
&lt;p&gt;Des &lt;b&gt;étiquettes éparses&lt;/b&gt; conviennent : les pixels de la &lt;b&gt;classe ignorée&lt;/b&gt; (0) ne servent ni à l&apos;entraînement ni à l&apos;évaluation. Si les étiquettes couvrent
tout et que 0 est une classe à part entière, videz ce paramètre.&lt;/p&gt;
&lt;p&gt;Une part des étiquettes est réservée à la &lt;b&gt;validation&lt;/b&gt;, dans des blocs séparés qu&apos;aucune imagette d&apos;entraînement ne touche.&lt;/p&gt;
&lt;p&gt;Les valeurs par défaut conviennent à la plupart des données : une recherche choisit le &lt;b&gt;taux d&apos;apprentissage&lt;/b&gt;, les classes rares ont des poids plus élevés dans la perte, et les imagettes de classes rares sont
suréchantillonnées. Utilisez l&apos;augmentation du contraste et de la luminosité pour des scènes d&apos;une autre lumière ou saison, et celle de l&apos;échelle pour des objets de tailles variées.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Partir d&apos;un modèle&lt;/b&gt; ajuste un modèle antérieur, avec les mêmes classes et bandes ou d&apos;autres.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Forme quantifiée pour CPU&lt;/b&gt; : les entraînements d&apos;une minute ou plus finissent par un essai du réseau en entiers de 8 bits sur les étiquettes de validation. Cela nécessite OpenVINO (&lt;i&gt;Configurer l&apos;apprentissage profond&lt;/i&gt;). &lt;i&gt;Classifier les pixels&lt;/i&gt;
les utilise sur les CPU, jusqu’à deux fois plus vite, seulement s&apos;ils sont aussi exacts.&lt;/p&gt;
&lt;h3&gt;Sorties&lt;/h3&gt;
&lt;p&gt;Un &lt;b&gt;dossier du modèle&lt;/b&gt; pour &lt;i&gt;Classifier les pixels&lt;/i&gt;, avec le réseau de l&apos;époque choisie, les noms, valeurs et couleurs des classes, la normalisation des bandes et
l&apos;exactitude par classe. Un &lt;b&gt;rapport&lt;/b&gt; avec les courbes d&apos;entraînement, la matrice de confusion, les meilleures et les pires imagettes, et une carte des blocs d&apos;entraînement et de
validation. Il contient aussi les distances de la scène et de la validation aux étiquettes d&apos;entraînement, la couverture des ensembles de prédiction, et tous les paramètres. &lt;b&gt;Imagettes par répartition&lt;/b&gt; (une couche, sur demande) montre ces blocs sur la carte. &lt;i&gt;Annuler&lt;/i&gt; garde le modèle obtenu jusque-là, et le journal indique son dossier.&lt;/p&gt;
&lt;p&gt;Un point de contrôle est écrit au plus une fois par minute, après une époque. Pour continuer une exécution qui a été annulée, a planté ou a été arrêtée, relancez-la avec les mêmes paramètres et
&lt;b&gt;Reprendre l&apos;entraînement interrompu&lt;/b&gt; : elle finit avec les mêmes poids qu&apos;une exécution ininterrompue.&lt;/p&gt;
&lt;h3&gt;Durée&lt;/h3&gt;
&lt;p&gt;Quelques centaines d&apos;imagettes et 20 époques prennent quelques minutes sur un GPU et environ une heure sur le CPU d&apos;un ordinateur portable. Commencez avec &lt;code&gt;resnet18&lt;/code&gt; et peu
d&apos;époques. Si la mémoire manque, utilisez une taille de lot plus petite.&lt;/p&gt;
&lt;p&gt;L&apos;entraînement a besoin des paquets Python torch, torchvision et segmentation-models-pytorch, que
&lt;i&gt;Configurer l&apos;apprentissage profond&lt;/i&gt; installe.&lt;/p&gt;
&lt;h3&gt;Exemple&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainpixelclassifier -- CHIPS=chips ARCHITECTURE=unet ENCODER=resnet34 EPOCHS=40 OUTPUT=model REPORT=report.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>PixelClassifierAlgorithm</name>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Extent</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Mask polygons</source>
        <translation>Polygones de masque</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Ignore class (unlabelled value)</source>
        <translation>Classe ignorée (valeur sans étiquette)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto : le premier GPU s&apos;il y en a un, sinon le CPU. cuda:all : tous les GPU NVIDIA de cet ordinateur, un processus sur chacun.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Device</source>
        <translation>Périphérique de calcul</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
</context>
<context>
    <name>SetUpDeepLearning</name>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Build of PyTorch</source>
        <translation>Version compilée de PyTorch</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>auto: the one for this computer. On Linux without an NVIDIA driver that is the small build without CUDA, where the package index has it. Otherwise it is the default build, which works with and without an NVIDIA GPU. cpu: the build without CUDA. cuda: fails unless PyTorch has CUDA.</source>
        <translation>auto : celle qui convient à cet ordinateur. Sous Linux sans pilote NVIDIA, c&apos;est la petite version sans CUDA, si l&apos;index de paquets l&apos;a. Sinon, c&apos;est la version par défaut, qui fonctionne avec et sans GPU NVIDIA. cpu : la version sans CUDA. cuda : échoue si PyTorch n&apos;a pas CUDA.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Package index</source>
        <translation>Index de paquets</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a package index that replaces the default one. Empty: the configuration of pip.</source>
        <translation>URL d&apos;un index de paquets qui remplace celui par défaut. Vide : la configuration de pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Extra package index</source>
        <translation>Index de paquets supplémentaire</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of an additional package index, such as the one that pytorch.org gives for a build.</source>
        <translation>URL d&apos;un index de paquets supplémentaire, par exemple celui que pytorch.org indique pour une version.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Wheel folder</source>
        <translation>Dossier de wheels</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>For computers without a network: a folder with the packages as wheels, from pip download.</source>
        <translation>Pour les ordinateurs sans réseau : un dossier avec les paquets sous forme de wheels, obtenus par pip download.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a proxy, such as http://proxy:8080. Empty: the configuration of pip.</source>
        <translation>URL d&apos;un proxy, par exemple http://proxy:8080. Vide : la configuration de pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installation folder</source>
        <translation>Dossier d&apos;installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The folder for the environment, which takes some gigabytes. Empty: that of the previous environment, or else your QGIS profile. All profiles use it, and updates of the plugin keep it.</source>
        <translation>Le dossier de l&apos;environnement, qui occupe quelques gigaoctets. Vide : celui de l&apos;environnement précédent, sinon votre profil QGIS. Tous les profils l&apos;utilisent, et les mises à jour de l&apos;extension le conservent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Packages for ONNX models</source>
        <translation>Paquets pour les modèles ONNX</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs onnx, onnxscript and onnxruntime (about 50 MB), with which Export Model writes ONNX files and Classify Pixels reads them. An environment that has them keeps them when it is repaired.</source>
        <translation>Installe aussi onnx, onnxscript et onnxruntime (environ 50 Mo), avec lesquels « Exporter le modèle » écrit des fichiers ONNX et « Classifier les pixels » les lit. Un environnement qui les a les garde quand il est réparé.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>OpenVINO for fast classification on CPUs</source>
        <translation>OpenVINO pour une classification rapide sur CPU</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs openvino (60 MB to download) on Linux and Windows on x86-64. With it CPUs classify in 8-bit integers, up to twice as fast, where the model&apos;s training showed that they are as accurate. Intel&apos;s GPUs and NPUs can be chosen, too. Where it cannot be installed, a warning gives the reason, and PyTorch classifies.</source>
        <translation>Installe aussi openvino (60 Mo à télécharger) sous Linux et Windows sur x86-64. Les CPU classifient alors en entiers de 8 bits, jusqu&apos;à deux fois plus vite, si l&apos;entraînement du modèle a montré qu&apos;ils sont aussi exacts. Les GPU et NPU d&apos;Intel peuvent aussi être choisis. S&apos;il ne peut pas être installé, un avertissement en donne la raison et PyTorch classifie.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Environment</source>
        <translation>Environnement</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has the packages for ONNX models; so will the new one.</source>
        <translation>L&apos;environnement précédent a les paquets pour les modèles ONNX ; le nouveau les aura aussi.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has OpenVINO; the new one will not, as OPENVINO is false.</source>
        <translation>L&apos;environnement précédent a OpenVINO ; le nouveau ne l&apos;aura pas, car OPENVINO est false.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Ready. Training and classification now use {folder}.</source>
        <translation>Prêt. L&apos;entraînement et la classification utilisent maintenant {folder}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Another environment takes precedence: {python}.</source>
        <translation>Un autre environnement a la priorité : {python}.</translation>
    </message>
</context>
<context>
    <name>TrainPixelClassifier</name>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training chips folder</source>
        <translation>Dossier des imagettes d&apos;entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A folder from Export Training Chips, a Classified Tiles export of ArcGIS, or any folder with images/ and labels/ that hold files of equal names.</source>
        <translation>Un dossier issu de « Exporter des imagettes d&apos;entraînement », un export Classified Tiles d&apos;ArcGIS, ou tout dossier avec images/ et labels/ dont les fichiers portent les mêmes noms.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Additional training chips folders</source>
        <translation>Dossiers d&apos;imagettes d&apos;entraînement supplémentaires</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Further folders with the same bands and classes. In the dialog choose the file chips.json of each folder (or any of its chips); scripts, models and qgis_process take the folders themselves.</source>
        <translation>D&apos;autres dossiers avec les mêmes bandes et classes. Dans la boîte de dialogue, choisissez le fichier chips.json de chaque dossier (ou l&apos;une de ses imagettes) ; les scripts, les modèles et qgis_process prennent les dossiers eux-mêmes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pixels with this value are neither trained on nor evaluated. Empty: every value is a class, 0 too, for labels that cover everything (IGNORE_CLASS= under qgis_process, None in scripts).</source>
        <translation>Les pixels qui ont cette valeur ne servent ni à l&apos;entraînement ni à l&apos;évaluation. Vide : chaque valeur est une classe, 0 aussi, pour des étiquettes qui couvrent tout (IGNORE_CLASS= avec qgis_process, None dans les scripts).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Architecture</source>
        <translation>Architecture</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto entraîne unet et pixel, et en fait la moyenne, ou garde celui qui est nettement meilleur sur les blocs de validation. pixel voit un pixel à la fois : pour les spectres et les embeddings ; il s&apos;entraîne en quelques secondes. pspnet et deeplabv3 voient plus de contexte que unet et donnent des contours plus grossiers.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Encoder</source>
        <translation>Encodeur</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>Le réseau qui extrait les caractéristiques (backbone). Les encodeurs plus grands apprennent plus, s&apos;entraînent plus lentement et demandent plus d&apos;imagettes. Non utilisé par pixel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Other encoder</source>
        <translation>Autre encodeur</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm (tu-convnext_tiny). Overrides Encoder.</source>
        <translation>Tout autre encodeur par son nom dans segmentation_models_pytorch, ou tu-NAME pour un encodeur de timm (tu-convnext_tiny). Prime sur « Encodeur ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pretrained weights</source>
        <translation>Poids pré-entraînés</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. file: encoder weights from a file on this computer. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none : poids initiaux aléatoires. imagenet : poids de l&apos;encodeur pré-entraînés sur des photographies, téléchargés à la première utilisation. file : poids de l&apos;encodeur d&apos;un fichier de cet ordinateur. auto : imagenet s&apos;ils sont sur cet ordinateur ou se téléchargent en quelques secondes, sinon none.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>Poids (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights file</source>
        <translation>Fichier de poids</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The pretrained encoder weights, with “file” as pretrained weights.</source>
        <translation>Les poids pré-entraînés de l&apos;encodeur, avec « file » comme poids pré-entraînés.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Start from model</source>
        <translation>Partir d&apos;un modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A model folder to continue from (fine-tuning), with the same or other classes and bands. Its architecture and encoder override those above; the log lists which weights are kept and which are new.</source>
        <translation>Un dossier de modèle à partir duquel continuer (ajustement fin), avec les mêmes classes et bandes ou d&apos;autres. Son architecture et son encodeur priment sur ceux ci-dessus ; le journal indique quels poids sont gardés et lesquels sont nouveaux.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs with frozen encoder</source>
        <translation>Époques avec encodeur gelé</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of first epochs that train the decoder only, to protect pretrained encoder weights.</source>
        <translation>Nombre des premières époques qui n&apos;entraînent que le décodeur, pour protéger les poids pré-entraînés de l&apos;encodeur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs</source>
        <translation>Époques</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>Nombre de passages sur toutes les imagettes. Vide : automatique, 20, ou moins si elles prenaient plus d&apos;une heure environ. Est gardée la dernière époque dont l&apos;IoU moyenne de validation n&apos;est pas nettement inférieure à la plus haute.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Batch size</source>
        <translation>Taille de lot</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>Imagettes par pas d&apos;optimisation, 2 ou plus. 0 : autant que la mémoire en contient.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Validation share (%)</source>
        <translation>Part de validation (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Share of the labels that is kept for validation, in separate blocks. 0: trains on everything.</source>
        <translation>Part des étiquettes réservée à la validation, dans des blocs séparés. 0 : entraîne sur tout.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Final training on all labels</source>
        <translation>Entraînement final sur toutes les étiquettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>After the validation, trains again with the labels of the validation blocks and of the gap around them too. The figures stay those of the validated model. auto: where labels are few (up to 128 training chips).</source>
        <translation>Après la validation, entraîne encore une fois, aussi avec les étiquettes des blocs de validation et de l&apos;intervalle qui les entoure. Les chiffres restent ceux du modèle validé. auto : si les étiquettes sont peu nombreuses (jusqu&apos;à 128 imagettes d&apos;entraînement).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Quantised form for CPUs</source>
        <translation>Forme quantifiée pour CPU</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Tries the network in 8-bit integers, up to twice as fast, on the validation labels. Classify Pixels uses them where the mean IoU is at most 0.002 lower and 99.5 % of the labels are equal. auto: after a minute of training, where OpenVINO is installed.</source>
        <translation>Essaie le réseau en entiers de 8 bits, jusqu’à deux fois plus rapides, sur les étiquettes de validation. « Classifier les pixels » les utilise si l&apos;IoU moyenne baisse de 0.002 au plus et si 99.5 % des étiquettes sont égales. auto : après une minute d&apos;entraînement, si OpenVINO est installé.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate</source>
        <translation>Taux d&apos;apprentissage</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The maximum of the schedule, which warms up and then decays. Empty: a learning-rate finder chooses it; the log and the report contain it.</source>
        <translation>Le maximum du programme, qui monte puis décroît. Vide : une recherche du taux d&apos;apprentissage le choisit ; le journal et le rapport l&apos;indiquent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Patience (epochs)</source>
        <translation>Patience (époques)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Early stopping: ends the training after so many epochs without improvement. 0: never.</source>
        <translation>Arrêt anticipé : termine l&apos;entraînement après ce nombre d&apos;époques sans amélioration. 0 : jamais.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weight averaging (EMA)</source>
        <translation>Moyenne des poids (EMA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Evaluates and keeps an exponential moving average of the weights, which varies less between epochs.</source>
        <translation>Évalue et garde une moyenne mobile exponentielle des poids, qui varie moins d&apos;une époque à l&apos;autre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Loss function</source>
        <translation>Fonction de perte</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>dice, jaccard, lovasz and tversky measure the overlap of regions; focal concentrates on pixels with large errors. All use labelled pixels only.</source>
        <translation>dice, jaccard, lovasz et tversky mesurent le recouvrement des régions ; focal se concentre sur les pixels à grande erreur. Toutes n&apos;utilisent que les pixels étiquetés.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weighting</source>
        <translation>Pondération des classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>How much more the loss weighs pixels of rare classes: none, inverse_root, up to inverse_frequency.</source>
        <translation>À quel point la perte donne plus de poids aux pixels des classes rares : none, inverse_root, jusqu&apos;à inverse_frequency.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weights</source>
        <translation>Poids des classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>For the class weighting “given”: a weight for each class value, such as 1: 1.0, 2: 5.</source>
        <translation>Pour la pondération des classes « given » : un poids pour chaque valeur de classe, par exemple 1: 1.0, 2: 5.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Oversample rare classes</source>
        <translation>Suréchantillonner les classes rares</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Samples chips with classes that fewer than one in eight chips contain up to eight times per epoch. Class weights are computed from the sampled pixels, so the two together do not overcorrect.</source>
        <translation>Tire jusqu&apos;à huit fois par époque les imagettes dont les classes sont dans moins d&apos;une imagette sur huit. Les poids des classes sont calculés à partir des pixels tirés, si bien que les deux ensemble ne surcorrigent pas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Random flips and 90° rotations</source>
        <translation>Retournements et rotations de 90° aléatoires</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Flips and rotates chips at random, as imagery from above has no preferred direction.</source>
        <translation>Retourne et tourne les imagettes au hasard, car l&apos;imagerie vue d&apos;en haut n&apos;a pas de direction privilégiée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Scale augmentation (%)</source>
        <translation>Augmentation de l&apos;échelle (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Enlarges and shrinks chips at random by up to this much, for objects of many sizes. 0: off.</source>
        <translation>Agrandit et réduit les imagettes au hasard jusqu&apos;à cette valeur, pour des objets de tailles variées. 0 : désactivé.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Contrast augmentation (%)</source>
        <translation>Augmentation du contraste (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the contrast of each band at random by up to this much, for scenes of other light or season.</source>
        <translation>Fait varier le contraste de chaque bande au hasard jusqu&apos;à cette valeur, pour des scènes d&apos;une autre lumière ou saison.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Brightness augmentation (%)</source>
        <translation>Augmentation de la luminosité (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the brightness of each band at random, in percent of its standard deviation.</source>
        <translation>Fait varier la luminosité de chaque bande au hasard, en pourcentage de son écart-type.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Noise augmentation (%)</source>
        <translation>Augmentation par le bruit (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Adds noise to each pixel, in percent of the band&apos;s standard deviation, for noisier imagery.</source>
        <translation>Ajoute du bruit à chaque pixel, en pourcentage de l&apos;écart-type de la bande, pour une imagerie plus bruitée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resume interrupted training</source>
        <translation>Reprendre l&apos;entraînement interrompu</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resumes from the last checkpoint of a run into the same model folder that was cancelled, crashed or killed. All other parameters must be the same. Without a checkpoint, training starts from the beginning.</source>
        <translation>Reprend au dernier point de contrôle d&apos;une exécution dans le même dossier de modèle qui a été annulée, a planté ou a été arrêtée. Tous les autres paramètres doivent être les mêmes. Sans point de contrôle, l&apos;entraînement commence au début.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>La même graine donne le même modèle sur le CPU du même ordinateur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Model folder</source>
        <translation>Dossier du modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>Un dossier nouveau ou vide, ou un modèle antérieur, qui est remplacé dès que le nouveau est complet.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training report</source>
        <translation>Rapport d&apos;entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>Une page avec les courbes, l&apos;exactitude par classe, la matrice de confusion et des exemples, affichée dans le Visualiseur de résultats.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The metrics of each class as a CSV table; those of each epoch go beside it, into NAME-epochs.csv.</source>
        <translation>Les mesures de chaque classe en table CSV ; celles de chaque époque vont à côté, dans NAME-epochs.csv.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips by split</source>
        <translation>Imagettes par répartition</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per labelled chip: training, validation, or left out because it touches a validation chip.</source>
        <translation>Une couche de polygones (GeoPackage) avec un polygone par imagette étiquetée : entraînement, validation, ou exclue parce qu&apos;elle touche une imagette de validation.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Mean IoU (0 to 1)</source>
        <translation>IoU moyenne (0 à 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Overall accuracy (0 to 1)</source>
        <translation>Exactitude globale (0 à 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs run</source>
        <translation>Époques parcourues</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of classes</source>
        <translation>Nombre de classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate used</source>
        <translation>Taux d&apos;apprentissage utilisé</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS is “file”, but WEIGHTS_FILE is empty. Choose the file, or other pretrained weights.</source>
        <translation>WEIGHTS est « file », mais WEIGHTS_FILE est vide. Choisissez le fichier, ou d&apos;autres poids pré-entraînés.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS_FILE is given, but WEIGHTS is not “file”. Choose “file”, or empty WEIGHTS_FILE.</source>
        <translation>WEIGHTS_FILE est indiqué, mais WEIGHTS n&apos;est pas « file ». Choisissez « file », ou videz WEIGHTS_FILE.</translation>
    </message>
</context>
</TS>
